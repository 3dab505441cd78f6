"""The collector of cycles (循环垃圾回收): it rests while many values come and go that hold none.

Reading a package makes millions of small values, each gone before the next entry; looking through all that
lives in the program again and again in search of cycles was a quarter of an import's time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """Let the collector rest inside the block; what holds no cycle is freed as ever."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()
