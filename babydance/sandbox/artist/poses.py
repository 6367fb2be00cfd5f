"""Named poses as joint angles, and the skeletons they make, in units with the hips at the origin, y down."""

import math
from dataclasses import dataclass, field, replace

from babydance.sandbox.artist.shapes import Point, between, turn

TORSO, NECK_TO_FACE = 23.0, 17.4
UPPER_ARM, FOREARM, THIGH, SHIN = 11.6, 11.2, 10.2, 9.4
SHOULDER, HIP = 9.6, 6.6
SOLE = 3.6
SIDES = (-1, 1)


@dataclass(frozen=True)
class Pose:
    """Angles in degrees: limbs hang at 0 and open outwards; pairs are (viewer's left, right)."""

    shoulders: tuple[float, float] = (24, 24)
    elbows: tuple[float, float] = (-10, -10)
    hips: tuple[float, float] = (7, 7)
    knees: tuple[float, float] = (-4, -4)
    lean: float = 0.0
    tilt: float = 0.0
    face: Point = (0.0, 0.0)
    lift: float = 0.0
    bend: float = 1.0
    seated: bool = False
    eyes: str = ""
    fixed: dict[str, Point] = field(default_factory=dict)


@dataclass(frozen=True)
class Skeleton:
    """Where the joints are; pairs are (viewer's left, right)."""

    hip: Point
    neck: Point
    head: Point
    tilt: float
    face: Point
    shoulders: tuple[Point, Point]
    elbows: tuple[Point, Point]
    hands: tuple[Point, Point]
    hips: tuple[Point, Point]
    knees: tuple[Point, Point]
    feet: tuple[Point, Point]
    ground: float
    seated: bool
    prone: bool

    def along(self, across: float, down: float) -> Point:
        """Return a point of the torso: across in units to the right, down from neck (0) to hips (1)."""
        x, y = between(self.neck, self.hip, down)
        length = math.hypot(self.hip[0] - self.neck[0], self.hip[1] - self.neck[1]) or 1.0
        ux, uy = (self.hip[0] - self.neck[0]) / length, (self.hip[1] - self.neck[1]) / length
        return x + uy * across, y - ux * across

    def on_face(self, x: float, y: float) -> Point:
        """Return a point of the head given from its centre, tilted with it."""
        return turn((self.head[0] + x, self.head[1] + y), self.tilt, self.head)


POSES: dict[str, Pose] = {
    "standing": Pose(tilt=3, face=(0.8, 0)),
    "waving": Pose(shoulders=(26, 102), elbows=(-14, 46), tilt=-5, face=(-0.8, 0)),
    "arms up": Pose(shoulders=(112, 112), elbows=(22, 22), hips=(11, 11), tilt=3, face=(0, -0.8)),
    "dancing": Pose(shoulders=(72, 112), elbows=(44, 26), hips=(8, 30), knees=(-2, -44), lean=-6, tilt=7, face=(1, 0)),
    "twisting": Pose(
        shoulders=(58, 50), elbows=(-88, 62), hips=(16, 16), knees=(-18, -10), lean=7, tilt=-7, face=(-1, 0)
    ),
    "disco": Pose(shoulders=(38, 118), elbows=(-86, 14), hips=(6, 26), knees=(-2, -8), lean=-7, tilt=-6),
    "jumping": Pose(shoulders=(104, 104), elbows=(34, 34), hips=(28, 28), knees=(-52, -52), lift=13, face=(0, -0.8)),
    "star jump": Pose(shoulders=(112, 112), elbows=(4, 4), hips=(36, 36), knees=(0, 0), lift=11, tilt=4),
    "clapping": Pose(shoulders=(40, 40), elbows=(-104, -104), tilt=-4),
    "holding": Pose(shoulders=(30, 30), elbows=(-84, -84), tilt=4, face=(0, 0.6)),
    "strumming": Pose(shoulders=(44, 46), elbows=(-74, -38), hips=(7, 16), lean=-3, tilt=6),
    "presenting": Pose(shoulders=(64, 64), elbows=(18, 18), tilt=-4, face=(0.6, 0)),
    "lifting": Pose(shoulders=(24, 70), elbows=(-10, 56), tilt=-4, face=(0.8, -0.6)),
    "hands on hips": Pose(shoulders=(54, 54), elbows=(-92, -92), hips=(13, 13), tilt=4),
    "hero": Pose(shoulders=(56, 122), elbows=(-94, 18), hips=(12, 12), tilt=4, face=(0.8, -0.8)),
    "tiptoe": Pose(shoulders=(74, 74), elbows=(-24, 26), hips=(4, 24), knees=(2, -60), lift=1, lean=-4, tilt=6),
    "stepping": Pose(
        shoulders=(48, 36), elbows=(-34, 24), hips=(4, 24), knees=(0, -30), lean=3, tilt=-4, face=(1.4, 0)
    ),
    "cheeks": Pose(shoulders=(84, 84), elbows=(130, 130), tilt=5, face=(0, 0.5)),
    "bowing": Pose(shoulders=(76, 40), elbows=(10, -80), lean=9, tilt=12, face=(0.8, 1.6), hips=(5, 9)),
    "sitting": Pose(shoulders=(34, 34), elbows=(-24, -24), hips=(64, 64), knees=(4, 4), bend=0.86, seated=True, tilt=4),
    "sitting up": Pose(
        shoulders=(44, 104), elbows=(-60, 40), hips=(64, 64), knees=(4, 4), bend=0.86, seated=True, tilt=-5
    ),
    "sitting clap": Pose(
        shoulders=(40, 40), elbows=(-104, -104), hips=(66, 66), knees=(2, 2), bend=0.86, seated=True, tilt=-4
    ),
    "sitting hold": Pose(
        shoulders=(30, 30), elbows=(-84, -84), hips=(66, 66), knees=(2, 2), bend=0.86, seated=True, tilt=3
    ),
    "sitting strum": Pose(
        shoulders=(44, 46), elbows=(-74, -38), hips=(66, 66), knees=(2, 2), bend=0.86, seated=True, tilt=5
    ),
    "crawling": Pose(
        tilt=-4,
        face=(-2.0, 0.6),
        fixed={
            "neck": (-9, -10),
            "hip": (15, -11),
            "head": (-11, -25),
            "shoulder-": (-15, -5),
            "elbow-": (-18, 4),
            "hand-": (-19, 12.4),
            "shoulder+": (-2, -4),
            "elbow+": (1, 4),
            "hand+": (2, 13),
            "hip-": (11, -6),
            "knee-": (10, 7),
            "foot-": (21, 11),
            "hip+": (19, -7),
            "knee+": (20, 6),
            "foot+": (31, 9),
        },
    ),
    "sleeping": Pose(
        tilt=-9,
        face=(-1.4, 1.4),
        eyes="asleep",
        fixed={
            "neck": (-6, -2),
            "hip": (19, -5),
            "head": (-12, -10.5),
            "shoulder-": (-13, 2),
            "elbow-": (-26, 10),
            "hand-": (-19, 12),
            "shoulder+": (-1, 3),
            "elbow+": (8, 11),
            "hand+": (-2, 12.2),
            "hip-": (14, 0),
            "knee-": (11, 10),
            "foot-": (24, 12),
            "hip+": (24, -1),
            "knee+": (27, 9),
            "foot+": (36, 11),
        },
    ),
}


def skeleton(pose: Pose) -> Skeleton:
    """Return the joints of a pose, the lowest sole standing on y = `ground`."""
    if pose.fixed:
        return _fixed(pose)
    neck = turn((0.0, -TORSO), pose.lean)
    head = turn((neck[0], neck[1] - NECK_TO_FACE), pose.lean * 0.4 + pose.tilt * 0.35, neck)
    shoulders, elbows, hands, hips, knees, feet = ([], [], [], [], [], [])
    for i, side in enumerate(SIDES):
        shoulders.append(turn((side * SHOULDER, -TORSO + 4.4), pose.lean))
        elbows.append(_step(shoulders[i], side * pose.shoulders[i], UPPER_ARM))
        hands.append(_step(elbows[i], side * (pose.shoulders[i] + pose.elbows[i]), FOREARM))
        hips.append(turn((side * HIP, 1.5), pose.lean * 0.4))
        knees.append(_step(hips[i], side * pose.hips[i], THIGH * pose.bend))
        feet.append(_step(knees[i], side * (pose.hips[i] + pose.knees[i]), SHIN * pose.bend))
    lowest = 11.5 if pose.seated else max(y for _, y in feet) + SOLE
    return Skeleton(
        (0.0, 0.0),
        neck,
        head,
        pose.tilt + pose.lean * 0.5,
        pose.face,
        _pair(shoulders),
        _pair(elbows),
        _pair(hands),
        _pair(hips),
        _pair(knees),
        _pair(feet),
        lowest + pose.lift,
        pose.seated,
        prone=False,
    )


def mirror(pose: Pose) -> Pose:
    """Return the pose seen in a mirror."""
    return replace(
        pose,
        shoulders=pose.shoulders[::-1],
        elbows=pose.elbows[::-1],
        hips=pose.hips[::-1],
        knees=pose.knees[::-1],
        lean=-pose.lean,
        tilt=-pose.tilt,
        face=(-pose.face[0], pose.face[1]),
        fixed={f"{k[:-1]}{_OTHER.get(k[-1], k[-1])}": (-x, y) for k, (x, y) in pose.fixed.items()},
    )


_OTHER = {"-": "+", "+": "-"}


def _fixed(pose: Pose) -> Skeleton:
    at = pose.fixed
    pairs = [(at[f"{name}-"], at[f"{name}+"]) for name in ("shoulder", "elbow", "hand", "hip", "knee", "foot")]
    shoulders, elbows, hands, hips, knees, feet = pairs
    lowest = max(y for _, y in (*hands, *feet)) + SOLE
    return Skeleton(
        at["hip"],
        at["neck"],
        at["head"],
        pose.tilt,
        pose.face,
        shoulders,
        elbows,
        hands,
        hips,
        knees,
        feet,
        lowest,
        seated=False,
        prone=True,
    )


def _step(start: Point, degrees: float, length: float) -> Point:
    return start[0] + length * math.sin(math.radians(degrees)), start[1] + length * math.cos(math.radians(degrees))


def _pair(points: list[Point]) -> tuple[Point, Point]:
    return points[0], points[1]
