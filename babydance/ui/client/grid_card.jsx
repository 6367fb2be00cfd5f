import { act, gallery } from "./selection.js";

/** One picture in the grid: press it to open it, its corner to mark it, its heart to love it. */
export function GridCard({ card, wide, media, isMarked, isReached, onOpen, onFocus }) {
  const press = (event) => {
    if (event.shiftKey) gallery.reach(card.id);
    else gallery.toggle(card.id);
  };
  return (
    <div className="grid-cell" data-marked={isMarked || undefined}>
      <button
        type="button"
        className="grid-card"
        data-card={card.id}
        tabIndex={isReached ? 0 : -1}
        style={{ backgroundColor: card.colour }}
        aria-description={isMarked ? "Selected" : undefined}
        onClick={onOpen}
        onFocus={onFocus}
      >
        <img
          src={`${media}/thumbnail/${card.id}/320`}
          srcSet={`${media}/thumbnail/${card.id}/320 320w, ${media}/thumbnail/${card.id}/720 720w`}
          sizes={`${Math.ceil(wide)}px`}
          alt={card.alt}
          width={card.width}
          height={card.height}
          loading="lazy"
          decoding="async"
          draggable={false}
          className="grid-picture"
        />
      </button>
      <button
        type="button"
        role="checkbox"
        aria-checked={isMarked}
        aria-label={`Select ${card.alt}`}
        tabIndex={-1}
        className="grid-check"
        onClick={press}
      >
        <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" className="icon">
          <path d="M5 12.5 10 17.5 19.5 7" />
        </svg>
      </button>
      <button
        type="button"
        aria-pressed={card.is_favourite}
        aria-label={`Favourite ${card.alt}`}
        tabIndex={-1}
        className="grid-heart"
        onClick={() => act("onFavourite", [!card.is_favourite], [card.id])}
      >
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" className="icon">
          <path d="M12 19.5C7 16 4 13 4 9.5A4.3 4.3 0 0 1 12 7.3 4.3 4.3 0 0 1 20 9.5c0 3.5-3 6.5-8 10Z" />
        </svg>
      </button>
    </div>
  );
}
