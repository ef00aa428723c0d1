"""The report's files, made in processes of their own.

A large report takes the typesetter a gigabyte and more, which a process does not give back, and many seconds in which
it listens to nobody. In a process of its own the memory returns to the machine, the work can be stopped at any moment,
and the PDF is made beside the others. The processes know no configuration and no database, only what the report says.
"""

import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from types import ModuleType

import django
from django.conf import settings

from samsyn.plans.report.content import ReportContent
from samsyn.plans.report.language import Language

FORMATS = ("pdf", "docx", "xlsx")
TOGETHER = (("pdf",), ("docx", "xlsx"))
"""What each process makes, in order: the PDF takes longer than the two others."""
PATIENCE = 0.25

Progress = Callable[[str, float, str], None]
"""Told the format, the share of the whole (0 to 1) and what is done ("" as a format begins); raises to stop."""


class Interrupted(RuntimeError):
    """A process that makes files has failed or died; nothing was made."""


@dataclass(frozen=True, slots=True)
class _Told:
    format: str
    share: float = 0.0
    message: str = ""
    data: bytes | None = None
    failure: str = ""


def rendered(content: ReportContent, language: Language, *, progress: Progress) -> dict[str, bytes]:
    """The files by format. `progress` is also called while nothing happens, so that it can stop the work."""
    made: dict[str, bytes] = {}
    shares = dict.fromkeys(FORMATS, 0.0)
    last = _Told(TOGETHER[0][0])
    with _processes(content, language) as ears:
        for told in _heard(ears):
            if told is None:
                told = last
            elif told.failure:
                raise Interrupted(told.failure)
            elif told.data is not None:
                made[told.format] = told.data
                continue
            last = told
            shares[told.format] = told.share
            progress(told.format, sum(shares.values()) / len(shares), told.message)
    if lacking := set(FORMATS) - made.keys():
        raise Interrupted(f"no answer from what makes {', '.join(sorted(lacking))}: was there too little memory?")
    return {each: made[each] for each in FORMATS}


@contextmanager
def _processes(content: ReportContent, language: Language) -> Iterator[list[Connection]]:
    """The ends to listen at. However the work ends, no process outlives it."""
    processes: list[subprocess.Popen[bytes]] = []
    ears: list[Connection] = []
    try:
        for _formats in TOGETHER:
            ear, mouth = Pipe()
            ears.append(ear)
            processes.append(_started(mouth))
        for ear, formats in zip(ears, TOGETHER, strict=True):
            _asked(ear, (formats, content, language))
        yield ears
    finally:
        for process in processes:
            process.kill()
            process.wait()
        for ear in ears:
            ear.close()


def _started(mouth: Connection) -> subprocess.Popen[bytes]:
    """A process of this module that answers at `mouth`. Not multiprocessing's: that runs the caller's program anew."""
    program = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import make; make({mouth.fileno()})"
    with mouth:
        return subprocess.Popen([sys.executable, "-c", program], pass_fds=[mouth.fileno()], stdin=subprocess.DEVNULL)


def _asked(ear: Connection, order: tuple[Sequence[str], ReportContent, Language]) -> None:
    try:
        ear.send(order)
    except BrokenPipeError as died:
        raise Interrupted("a process that makes files died as it began") from died


def _heard(ears: Sequence[Connection]) -> Iterator[_Told | None]:
    """What the processes tell, until all have ended; None where none has told anything for a while."""
    listening = list(ears)
    while listening:
        ready = [ear for ear in wait(listening, PATIENCE) if isinstance(ear, Connection)]
        if not ready:
            yield None
        for ear in ready:
            try:
                yield ear.recv()
            except (EOFError, ConnectionResetError):  # ended, or died with its order unread
                listening.remove(ear)


def make(descriptor: int) -> None:
    """What a process does, told and heard at a descriptor that it was given.

    Whoever started it stops it, not the signals that its whole group is sent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    mouth = Connection(descriptor)
    formats, content, language = mouth.recv()
    try:
        # As much of Django as the charts need: their words.
        settings.configure(INSTALLED_APPS=["samsyn.foundation.ui"], USE_I18N=True)
        django.setup()
        for each in formats:
            mouth.send(_Told(each))
            mouth.send(_Told(each, data=_file(each, content, language, mouth)))
    except BrokenPipeError:  # nobody listens any more
        return
    except Exception:
        mouth.send(_Told(formats[0], failure=traceback.format_exc()))


def _file(name: str, content: ReportContent, language: Language, mouth: Connection) -> bytes:
    def told(share: float, message: str) -> None:
        mouth.send(_Told(name, share, message))

    made: bytes = _renderers()[name].render(content, language, progress=told)
    return made


def _renderers() -> Mapping[str, ModuleType]:
    # Only the processes that make files need these; whoever starts them loads none of it.
    from samsyn.plans.report import docx, pdf, xlsx

    return {"pdf": pdf, "docx": docx, "xlsx": xlsx}
