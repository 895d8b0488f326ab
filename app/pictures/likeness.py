"""Likeness (相似): are two pictures one and the same photo, edited, or two photos of one place?

Both share features. Only copies also agree in every small detail once one is laid over the other: a second photo from
almost the same spot is off by parallax, light and whatever moved. So the pictures are registered by a homography
(MAGSAC, Barath 2019) and compared tile by tile, by correlation of what is finer than the light.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from app.pictures.layouts import Agreed
from app.pictures.looks import Descriptors, Gray, Look, Points, look_at

Matrix = NDArray[np.float64]  # 3 × 3: pixels of the earlier small picture → pixels of the later one

FEWEST = 10  # features that must fit one homography
RATIO = 0.8  # Lowe's, on squared distances
OFF_BY = 3.0  # pixels
TILE = 24  # pixels
FINE, COARSE = 0.8, 3.0  # pixels: detail between these sizes is compared
TEXTURED = 3.0  # variance below which a tile says nothing
AGREES = 0.85  # correlation of a tile
SAME = 0.65  # share of the textured tiles that agree: a stamp or a painted-over corner leaves more than that
SAME_TILTED = 0.83  # where a strong perspective was needed: a screen photographed askew, or a wall from two sides
TILTED = 0.12  # how much the scale differs across the picture
NOTHING = np.zeros((0, 0), np.float32)


@dataclass(frozen=True)
class Likeness:
    """`share` of the textured tiles that agree, 0 to 1; `fits`: features in one homography.

    `matrix` is that, row by row: where a place of the earlier picture lies in the later one, both in shares of width and
    height. It mirrors where the picture was mirrored.
    """

    share: float = 0.0
    fits: int = 0
    mirrored: bool = False
    tilted: bool = False
    matrix: tuple[float, ...] = ()

    @property
    def same(self) -> bool:
        return self.share >= (SAME_TILTED if self.tilted else SAME)


def likeness(later: Look, earlier: Look) -> Likeness:
    """As it is, or mirrored: whichever fits better."""
    ways = ((later, False), (_mirrored(later), True))
    return max((_compared(look, earlier, mirrored) for look, mirrored in ways), key=lambda it: (it.share, it.fits))


def likeness_laid(later: Look, earlier: Gray, agreed: Agreed) -> Likeness:
    """By the words that lie alike where that decides; else the earlier picture's own features are found, which is dear."""
    look = _mirrored(later) if agreed.mirrored else later
    laid = _laid(look, earlier, (agreed.earlier, look.points[agreed.features]), agreed.mirrored)
    return laid if laid.share >= SAME_TILTED else likeness(later, look_at(earlier))


def _mirrored(look: Look) -> Look:
    width = look.gray.shape[1]
    points = look.points * np.array([-1, 1], np.float32) + np.array([width - 1, 0], np.float32)
    gray = np.ascontiguousarray(look.gray[:, ::-1])
    return Look(gray, points.astype(np.float32), -look.frames.conj(), look.mirrored)


def _compared(later: Look, earlier: Look, mirrored: bool) -> Likeness:
    pairs = _matches(later.descriptors, earlier.descriptors)
    return _laid(later, earlier.gray, (earlier.points[pairs[:, 1]], later.points[pairs[:, 0]]), mirrored)


def _laid(later: Look, earlier: Gray, points: tuple[Points, Points], mirrored: bool) -> Likeness:
    """`points`: the earlier picture's, and the same ones in the later."""
    if len(points[0]) < FEWEST:
        return Likeness()
    matrix, fits = _homography(*points)
    if matrix is None:
        return Likeness()
    share, matrix = _closest(later.gray, earlier, matrix)
    tilted = _tilt(matrix, earlier.shape) > TILTED
    return Likeness(share, fits, mirrored, tilted, _in_shares(matrix, earlier.shape, later.gray.shape, mirrored))


def _in_shares(matrix: Matrix, earlier: tuple[int, ...], later: tuple[int, ...], mirrored: bool) -> tuple[float, ...]:
    flip = np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1]]) if mirrored else np.eye(3)
    shares = flip @ np.diag([1 / later[1], 1 / later[0], 1]) @ matrix @ np.diag([earlier[1], earlier[0], 1])
    return tuple(float(it) for it in (shares / shares[2, 2]).reshape(-1))


def _matches(later: Descriptors, earlier: Descriptors) -> NDArray[np.intp]:
    """n × 2 indices: each other's nearest, and clearly nearer than the second."""
    if min(len(later), len(earlier)) < 2:
        return np.zeros((0, 2), np.intp)
    # numpy's own product wakes a second thread, and while they wait both use up a core.
    nearness = np.asarray(cv2.gemm(later, earlier, 1, NOTHING, 0, flags=cv2.GEMM_2_T), np.float32)
    best, second = np.sort(nearness, axis=1)[:, -1], np.sort(nearness, axis=1)[:, -2]
    to, back = nearness.argmax(axis=1), nearness.argmax(axis=0)
    here = np.arange(len(later))
    clear = (1 - best) < RATIO * (1 - second)
    chosen = here[(back[to] == here) & clear]
    return np.stack([chosen, to[chosen]], axis=1)


def _homography(earlier: NDArray[np.float32], later: NDArray[np.float32]) -> tuple[Matrix | None, int]:
    matrix, fitting = cv2.findHomography(earlier, later, cv2.USAC_MAGSAC, OFF_BY, maxIters=2000, confidence=0.999)
    if matrix is None or int(fitting.sum()) < FEWEST:
        return None, 0
    scale = abs(float(np.linalg.det(matrix[:2, :2])))
    return (cast(Matrix, matrix), int(fitting.sum())) if 0.1 < scale < 10 else (None, 0)


def _closest(later: Gray, earlier: Gray, matrix: Matrix) -> tuple[float, Matrix]:
    """Refined where that can decide: half a pixel off, the finest detail agrees with nothing."""
    share = _agreement(later, earlier, matrix)
    if share >= SAME_TILTED:
        return share, matrix
    refined = _refined(later, earlier, matrix)
    return max((share, matrix), (_agreement(later, earlier, refined), refined), key=lambda it: it[0])


def _refined(later: Gray, earlier: Gray, matrix: Matrix) -> Matrix:
    """To a fraction of a pixel by the pictures themselves (ECC, Evangelidis 2008); where that finds nothing, as it was."""
    until = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 20, 1e-4)
    try:
        start = np.linalg.inv(matrix).astype(np.float32)
        _, found = cv2.findTransformECC(later, earlier, start, cv2.MOTION_HOMOGRAPHY, until)
        return cast(Matrix, np.linalg.inv(found).astype(np.float64))
    except (cv2.error, np.linalg.LinAlgError):
        return matrix


def _agreement(later: Gray, earlier: Gray, matrix: Matrix) -> float:
    """Of the tiles with something to see in both pictures: the share whose detail correlates."""
    height, width = later.shape
    laid = cv2.warpPerspective(earlier, matrix, (width, height))
    covered = cv2.warpPerspective(np.full(earlier.shape, 255, np.uint8), matrix, (width, height))
    inside = cv2.erode(covered, np.ones((TILE, TILE), np.uint8)) == 255
    rows, columns = np.mgrid[TILE // 2 : height - TILE // 2 : TILE // 2, TILE // 2 : width - TILE // 2 : TILE // 2]
    at = rows.reshape(-1), columns.reshape(-1)
    one, other = _detail(later), _detail(laid)
    varies, also, together = (_over_tiles(a, b)[at] for a, b in ((one, one), (other, other), (one, other)))
    telling = inside[at] & (varies > TEXTURED) & (also > TEXTURED)
    if telling.sum() < FEWEST:
        return 0.0
    correlation = together[telling] / np.sqrt(varies[telling] * also[telling])
    return float((correlation > AGREES).mean())


def _detail(gray: NDArray[np.generic]) -> NDArray[np.float32]:
    whole = gray.astype(np.float32)
    return cast(NDArray[np.float32], cv2.GaussianBlur(whole, (0, 0), FINE) - cv2.GaussianBlur(whole, (0, 0), COARSE))


def _over_tiles(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    """Covariance in the tile around each pixel."""
    size = (TILE, TILE)
    mean = cv2.boxFilter(a * b, -1, size) - cv2.boxFilter(a, -1, size) * cv2.boxFilter(b, -1, size)
    return cast(NDArray[np.float32], mean)


def _tilt(matrix: Matrix, shape: tuple[int, ...]) -> float:
    """How much nearer one corner is than another: 0 for whatever was only cut, turned and scaled."""
    height, width = shape
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], np.float64)
    depths = np.abs(corners @ (matrix / matrix[2, 2])[2])
    return float(depths.max() / max(depths.min(), 1e-6) - 1)
