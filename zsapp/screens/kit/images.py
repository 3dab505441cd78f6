"""What a page image is (页面图像), for whoever draws it or carries it. Plain Python."""

from typing import Protocol


class PageImage(Protocol):
    """A page as a gray image, one byte a pixel, rows without gaps."""

    @property
    def width(self) -> int:
        """Pixels across."""
        ...

    @property
    def height(self) -> int:
        """Pixels down."""
        ...

    @property
    def gray(self) -> bytes:
        """The pixels."""
        ...
