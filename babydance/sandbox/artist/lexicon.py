"""The words the artist knows, in tables: a thing it can draw, and what people call it."""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    entries = " ".join(text.split()).strip(" ;").split(";")
    pairs = [entry.split(":") for entry in entries]
    return {key.strip(): tuple(name.strip() for name in names.split(",")) for key, names in pairs}


COLOURS: dict[str, str] = {
    name: names[0]
    for name, names in _table("""
    red: #DE4438; crimson: #C22F3F; scarlet: #E03A2C; burgundy: #8C2F45; maroon: #7E2B34; coral:
    #F27A62; salmon: #F4978A; peach: #F9B995; apricot: #F8B878; orange: #F08A34; tangerine: #F58B2D;
    terracotta: #C96A4A; rust: #B4552F; amber: #F2AC33; mustard: #D9A63A; gold: #EBB93F; golden:
    #EBB93F; yellow: #F8CF3E; lemon: #F7E26B; cream: #F8EDD2; ivory: #F8F1E2; beige: #E4CFAE; white:
    #FBF9F5; olive: #8C9142; lime: #A5CF48; green: #57A85C; emerald: #2F9D6F; sage: #A3B899; mint:
    #9BDCC0; teal: #2F9591; turquoise: #45C0BE; aqua: #6CD0D6; cyan: #55C8DC; blue: #3F7FD0; navy:
    #2C3F72; sky blue: #8CC4EC; light blue: #9CCBEE; baby blue: #A9D2F0; royal blue: #3358C4; indigo:
    #4A4AA6; lavender: #B9A5E2; lilac: #CBAEE0; purple: #8657B8; violet: #7E5BC4; plum: #854472;
    magenta: #CE3F92; fuchsia: #DC4A9C; pink: #F393B2; hot pink: #EE5A9A; rose: #E8778F; brown: #96653F;
    chocolate: #6E4630; caramel: #C1854C; tan: #CFA577; grey: #9A9AA2; gray: #9A9AA2; silver: #C3C7CF;
    black: #35323C; charcoal: #474750;
    """).items()
}
SKINS = _table("""
    #FFE4D3: pale skin, fair skin, light skin, porcelain;
    #F7CFB0: rosy skin, warm skin, freckles;
    #E3AC82: olive skin, tan skin, tanned, golden skin;
    #BC8058: brown skin, medium skin, caramel skin;
    #8A5A3C: dark skin, deep skin, black baby, black skin;
    """)
HAIRS = _table("""
    #E9C77E: blonde, blond, fair hair, golden hair, yellow hair;
    #5C3B29: brunette, brown hair, chestnut;
    #2C2321: black hair, dark hair;
    #B9562E: redhead, red hair, ginger, ginger hair, auburn;
    #E9E6E2: white hair, silver hair, grey hair;
    """)
HAIRSTYLES = _table("""
    curls: curly, curls, afro, curly hair;
    pigtails: pigtails, bunches, ponytail, ponytails, braids;
    bun: bun, topknot, top knot;
    fringe: fringe, bangs, bowl cut;
    quiff: quiff, mohawk, rockabilly, spiky hair;
    waves: long hair, wavy hair, wavy, bob;
    curl: bald, tuft, tuft of hair, newborn, little curl;
    wisps: wispy, short hair, messy hair, tousled;
    """)
EYES = _table("""
    #4E8FC4: blue eyes;
    #5F8F4C: green eyes, hazel eyes;
    #5E3C26: brown eyes, dark eyes;
    """)
OUTFITS = _table("""
    romper: romper, playsuit, bodysuit, babygrow, baby suit, body;
    onesie: onesie, sleepsuit, jumpsuit, sleeper;
    raincoat: raincoat, rain coat, rain jacket, wellies, rain boots, mackintosh, puddle suit, rainy,
        rain;
    dungarees: dungarees, overalls, denim, jeans, farmer, gardener;
    tutu: tutu, ballerina, ballet, ballet dress, fairy, princess;
    astronaut: astronaut, astronaut suit, spacesuit, space suit, cosmonaut, spaceman;
    pirate: pirate, pirate costume, buccaneer;
    superhero: superhero, super hero, hero, superbaby, super baby, cape, superhero cape;
    bear onesie: bear, bear onesie, bear costume, bear suit, cub, teddy costume;
    bunny onesie: bunny, bunny onesie, bunny costume, rabbit, easter, easter bunny, hare;
    dinosaur onesie: dinosaur, dinosaur onesie, dino, dino onesie, t rex, dragon, dinosaur costume,
        crocodile;
    cat onesie: cat, cat onesie, kitten, kitty, tiger, cat costume;
    fox onesie: fox, fox onesie, fox costume;
    panda onesie: panda, panda onesie, panda costume;
    lion onesie: lion, lion onesie, lion costume, lion cub;
    frog onesie: frog, frog onesie, frog costume;
    bee onesie: bee, bee costume, bumblebee, bumble bee, honey bee;
    duck onesie: duckling, duck onesie, duck costume, chick, chicken, duck;
    unicorn onesie: unicorn, unicorn onesie, pony, unicorn costume;
    chef: chef, cook, baker, baking, cooking, apron;
    knitted sweater: sweater, jumper, knitted, knit, knitted sweater, cardigan, pullover, cosy, cozy,
        woolly;
    pyjamas: pyjamas, pajamas, pjs, nightgown, nightwear, bedtime;
    swimsuit: swimsuit, swimming, swim, bathing suit, swim ring, rubber ring, bikini, trunks, pool,
        swimmer, float;
    tuxedo: tuxedo, tux, suit, black tie, gentleman, bow tie, waiter, wedding, elegant, magician;
    football shirt: football shirt, football, soccer, jersey, footballer, goal, sporty, football kit,
        goalkeeper;
    hoodie: hoodie, hip hop, streetwear, sweatshirt, rapper, skater, breakdance, breakdancing,
        tracksuit;
    dress: dress, sundress, frock, skirt, gown;
    sailor suit: sailor, sailor suit, captain, navy suit, nautical;
    overall: boiler suit, mechanic, builder, firefighter, fireman, pilot, explorer, overall, snowsuit,
        snow suit, racing;
    nappy: nappy, diaper, newborn baby, bath, bathtime;
    wizard: wizard, witch, sorcerer, magic, halloween, robe;
    cowboy: cowboy, cowgirl, sheriff, western, rodeo;
    doctor: doctor, nurse, scientist, vet, lab coat;
    rock star: rock star, rockstar, leather jacket, punk, rocker, biker, pop star, popstar;
    """)
HATS = _table("""
    bow: hair bow, ribbon, bow;
    crown: crown, tiara, king, queen, prince, royal;
    sunglasses: sunglasses, shades, cool;
    glasses: glasses, spectacles, professor, reading glasses;
    headphones: headphones, headset, dj;
    party hat: party hat, paper hat;
    wizard hat: wizard hat, witch hat;
    cowboy hat: cowboy hat;
    beanie: beanie, bobble hat, woolly hat, knitted hat, winter hat, wool hat, pompom hat;
    santa hat: santa, santa hat, christmas, xmas;
    cap: cap, baseball cap, baseball;
    sailor hat: sailor hat;
    chef hat: chef hat, toque;
    pirate hat: pirate hat;
    flower crown: flower crown, flower wreath, daisy chain, garland;
    sun hat: sun hat, sunhat, straw hat;
    eye mask: eye mask, superhero mask;
    helmet: helmet, space helmet;
    """)
PROPS = _table("""
    balloon: balloon;
    balloons: balloons, bunch of balloons;
    umbrella: umbrella, parasol, brolly;
    teddy: teddy, teddy bear, stuffed animal, plush toy, cuddly toy, soft toy, teddybear;
    book: book, books, reading, story book, picture book;
    guitar: guitar, ukulele, banjo;
    drum: drum, drums, drumming, drummer;
    rattle: rattle, maraca, maracas;
    flowers: flowers, flower, bouquet, tulips, roses, daisies;
    lollipop: lollipop, candy, sweets;
    ice cream: ice cream, icecream, gelato;
    wand: wand, magic wand, star wand;
    microphone: microphone, mic, karaoke;
    flag: flag, flags, waving a flag;
    ball: ball, beach ball;
    football: soccer ball, playing football, football, soccer;
    cake: cake, cupcake, birthday cake;
    gift: gift, present, presents, gifts, parcel;
    heart: heart, valentine, valentines, love heart;
    blocks: blocks, bricks, building blocks;
    rubber duck: rubber duck, rubber ducky, toy duck;
    bubbles: bubbles, soap bubbles;
    """)
SETTINGS = _table("""
    nursery: nursery, playroom, crib, cot, kindergarten, toy room, living room, home, toys;
    meadow: meadow, flower meadow, flower field, flower garden, garden,
        field, park, picnic, grass, wildflowers, spring, lawn, summer, sunflowers,
        backyard, outdoors;
    beach: beach, sea, seaside, ocean, sand, island, coast, shore, holiday, tropical;
    space: space, moon, planet, planets, galaxy, stars, outer space, mars, cosmos, rocket, universe, on
        the moon;
    forest: forest, woods, woodland, trees, mushrooms, enchanted forest, wood;
    snow: snow, snowy, winter, ice, skiing, snowman, christmas, arctic, north pole, mountain, mountains,
        snowing;
    city: city, street, town, urban, downtown, sidewalk, puddle, puddles, village, new york, london,
        paris, tokyo;
    disco: disco, stage, concert, club, dance floor, dancefloor, spotlight, spotlights, nightclub, rave,
        theatre, theater, disco lights;
    kitchen: kitchen, bakery, restaurant, cafe, breakfast;
    underwater: underwater, under the sea, under water, aquarium, coral reef, mermaid, fish, bottom of
        the sea, diving, diver;
    farm: farm, barn, farmyard, countryside, tractor, ranch;
    clouds: clouds, cloud, rainbow, sky, heaven, rainbow sky, flying, on a cloud;
    bedroom: bedroom, bed, moonlight, night light, lullaby, in bed;
    jungle: jungle, rainforest, safari, waterfall, tropics, monkeys;
    castle: castle, fairy tale, fairytale, kingdom, palace, knight;
    birthday: birthday, party, celebration, confetti, birthday party, first birthday;
    studio: studio, backdrop, plain background, portrait, seamless, simple background, studio backdrop,
        background, solid background;
    autumn: autumn, fall leaves, autumn leaves, leaves, pumpkin, halloween, october;
    desert: desert, cactus, dunes, sahara, wild west;
    library: library, bookshop, study, bookshelf, school, classroom;
    """)
MOODS = _table("""
    happy: happy, smiling, joyful, cheerful, delighted, excited;
    content: content, calm, gentle, serene, peaceful, quiet, soft smile, sweet;
    laughing: laughing, giggling, laugh, giggle, giggles, hilarious, funny, laughs;
    sleepy: sleepy, tired, yawning, drowsy;
    surprised: surprised, amazed, astonished, wow, shocked, surprise;
    cheeky: cheeky, wink, winking, mischievous, naughty, playful;
    dreamy: dreamy, dreaming, daydreaming, relaxed, chill;
    proud: proud, triumphant, winner, champion, confident;
    shy: shy, bashful, timid, blushing;
    singing: singing, sing, sings, song, singer;
    curious: curious, wondering, discovering, exploring, curiosity;
    grumpy: grumpy, angry, cross, sulking, grouchy, sad, crying;
    """)
POSES = _table("""
    standing: standing, stands, stand;
    waving: waving, wave, waves, hello, goodbye, greeting;
    arms up: arms up, hands up, arms raised, hooray, cheering, hurray, celebrating;
    dancing: dancing, dance, dances, dancer, boogie, samba, salsa;
    twisting: twist, twisting, hula, wiggle, wiggling, shimmy;
    disco: disco pose, disco dancing, saturday night fever, grooving, groove;
    jumping: jumping, jump, jumps, leaping, hopping, bouncing, leap;
    star jump: star jump, jumping jack;
    clapping: clapping, claps, clap, applauding;
    presenting: arms open, hug, hugging, welcome, open arms, ta da;
    hands on hips: hands on hips, posing, sassy;
    hero: flying pose, heroic, hero pose, to the rescue;
    tiptoe: tiptoe, pirouette, spinning, twirling, twirl, spin;
    stepping: walking, walk, stepping, running, marching, first steps, walks, runs, splashing, stomping;
    cheeks: hands on cheeks, peekaboo, peek a boo, adorable;
    bowing: bowing, curtsy, bows;
    sitting: sitting, sits, seated, sit, resting;
    crawling: crawling, crawl, crawls, on all fours, tummy time;
    sleeping: sleeping, asleep, sleeps, nap, napping, snoozing, sleep;
    """)
HOURS = _table("""
    sunset: sunset, dusk, golden hour, evening, sundown, twilight;
    night: night, midnight, moonlit, starry, starry night, at night, stars above;
    morning: morning, sunrise, dawn, daybreak;
    day: day, daytime, sunny, noon, afternoon, daylight;
    """)
STYLES = _table("""
    watercolour: watercolour, watercolor, aquarelle, gouache, wash;
    pencil: pencil sketch, pencil, sketch, drawing, graphite, line art, hand drawn, charcoal drawing,
        ink drawing;
    paper: paper cut out, paper cutout, paper cut, papercut, cut paper, cutout, cut out, paper craft,
        papercraft, paper, collage;
    clay: claymation, clay, plasticine, 3d, 3d render, stop motion, pixar, sculpted, play doh;
    pixel: pixel art, pixel, pixels, 8 bit, 16 bit, 8bit, retro game, pixelated;
    crayon: crayon, crayons, wax crayon, child drawing, kids drawing, chalk, child s drawing;
    felt: felt, plush, plush felt, felted, fabric, crochet, amigurumi, wool felt, stitched, embroidery,
        yarn, knitted toy;
    comic: comic, comic book, cartoon, halftone, manga, pop art, anime, graphic novel, comics;
    pastel: pastel, soft pastel, pastels, pastel colours, pastel colors, kawaii;
    mono: black and white, monochrome, greyscale, grayscale, noir, black white, b w, black and white
        photo;
    oil: oil painting, oil, impasto, oil on canvas, van gogh, impressionist, painterly, acrylic,
        renaissance;
    neon: neon, neon lights, cyberpunk, synthwave, glowing, neon glow, glow in the dark, vaporwave;
    storybook: vintage storybook, storybook, vintage, retro illustration, fairytale book, old book,
        beatrix potter, picturebook, retro, antique;
    glass: stained glass, glass window, cathedral glass;
    origami: origami, folded paper, low poly, polygonal, geometric;
    photo: photo, photograph, photographic, photorealistic, realistic, film photo, polaroid, dslr,
        cinematic, film still, bokeh;
    mosaic: mosaic, tiles mosaic, tessera, roman mosaic;
    sticker: sticker, stickers, die cut, die cut sticker;
    """)
TARGETS = _table("""
    hair: hair;
    eyes: eyes;
    backdrop: background, backdrop, wall, walls, room, studio, wallpaper;
    """)
