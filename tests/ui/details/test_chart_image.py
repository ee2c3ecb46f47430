"""The chart as an image: at double resolution, in the theme's colours, for any job name."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage

from ccwatch.core.estimate import time_left
from ccwatch.core.job import Job, JobId
from ccwatch.core.past import Past
from ccwatch.ui.details.chart_image import RATIO, SIZE, as_png, chart_picture
from ccwatch.ui.style.tokens import DARK, LIGHT, Tokens
from tests.ui.sample_course import ENDED, JOB, PAST
from tests.ui.sample_jobs import NOW


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_the_image_has_the_colours_of_the_theme(qapp: object, look: Tokens) -> None:
    content = as_png(chart_picture(JOB, PAST, NOW, time_left(JOB, NOW), look))
    assert content.startswith(b"\x89PNG")
    image = QImage.fromData(content)
    assert (image.width(), image.height()) == (SIZE.width() * RATIO, SIZE.height() * RATIO)
    found = {
        QColor(image.pixel(x, y)).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }
    assert {look.panel.name(), look.text.name(), look.active.name()} <= found
    for corner in ((0, 0), (image.width() - 1, image.height() - 1)):
        assert QColor(image.pixel(*corner)).name() == look.panel.name()


def test_the_legend_names_what_is_there(qapp: object) -> None:
    legends = [
        _strip(chart_picture(job, past, NOW, time_left(job, NOW), LIGHT))
        for job, past in ((ENDED, Past(course=PAST.course[:50])), (ENDED, PAST), (JOB, PAST))
    ]
    inked = [sum(not _blank(image, x) for x in range(image.width())) for image in legends]
    assert inked == sorted(inked)
    assert len(set(inked)) == 3


@pytest.mark.parametrize(
    "job",
    [
        Job(JobId("bare")),
        replace(JOB, alias="W" * 900),
        replace(JOB, alias="a\n\x00\u202eb" * 40, details=None),
    ],
)
def test_any_job_can_be_a_picture(qapp: object, job: Job) -> None:
    image = chart_picture(job, Past(), NOW, time_left(job, NOW), LIGHT)
    right = range(image.width() - 20, image.width())
    head = {QColor(image.pixel(x, y)).name() for x in right for y in range(0, 160)}
    assert head == {LIGHT.panel.name()}, "the title runs out of the picture"


def _strip(image: QImage) -> QImage:
    """Return the strip with the legend."""
    return image.copy(0, image.height() - 50 * RATIO, image.width(), 40 * RATIO)


def _blank(image: QImage, x: int) -> bool:
    blank = QColor(image.pixel(0, 0))
    return all(QColor(image.pixel(x, y)) == blank for y in range(0, image.height(), 4))
