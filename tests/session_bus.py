"""A session bus of the test's own (总线): nothing of the user's is on it, and it starts nothing itself."""

import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

CONFIG = """<busconfig>
  <type>session</type>
  <listen>unix:path={place}</listen>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""
PATIENCE = 10


class SessionBus:
    """A bus in a folder with a short name: a socket's has at most a hundred characters, a test's has more."""

    def __enter__(self) -> "SessionBus":
        """Start it; it answers from now on."""
        self._folder = tempfile.TemporaryDirectory(prefix="zsapp-bus-")
        place = Path(self._folder.name)
        config = place / "bus.conf"
        config.write_text(CONFIG.format(place=place / "bus"), encoding="utf-8")
        words = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
        self._daemon = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()
        assert self.address, "the session bus did not start"
        return self

    def stop(self) -> None:
        """End it, as when the clerk's session breaks."""
        self._daemon.terminate()
        self._daemon.wait(PATIENCE)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it and leave nothing behind."""
        self.stop()
        assert self._daemon.stdout is not None
        self._daemon.stdout.close()
        self._folder.cleanup()
