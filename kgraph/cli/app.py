"""The application: what holds for all commands, and the one place where errors become messages."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.markup import escape
from typer.core import TyperGroup

from kgraph.cli import output
from kgraph.errors import KgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

HELP = {"help_option_names": ["-h", "--help"]}


class _Commands(TyperGroup):
    """The commands; an error that one of them raises becomes one line and exit status 1."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # noqa: ANN401
        try:
            return super().invoke(ctx)
        except (KgraphError, OSError) as problem:
            if ctx.params.get("debug") or isinstance(problem, BrokenPipeError):
                raise
            output.error(_told(problem))
            raise typer.Exit(1) from None


app = typer.Typer(
    name="kgraph",
    cls=_Commands,
    no_args_is_help=True,
    context_settings=HELP,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def command(*examples: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add a function to the application as the command of its name, with examples below its help."""
    epilog = "\n\n".join(["Examples:", *map(escape, examples)])

    def add(function: Callable[..., None]) -> Callable[..., None]:
        # Typer would keep the line breaks that paragraphs have in the source.
        paragraphs = (" ".join(text.split()) for text in (function.__doc__ or "").split("\n\n"))
        text = escape("\n\n".join(paragraphs))
        return app.command(function.__name__.rstrip("_"), help=text, epilog=epilog, context_settings=HELP)(
            function
        )

    return add


def fail(message: str) -> NoReturn:
    """End the command with one line on standard error and exit status 1."""
    output.error(message)
    raise typer.Exit(1)


def main() -> None:
    """Run the command line; this is what `kgraph` and `python -m kgraph` start."""
    if sys.stdout is None:  # closed by the caller (`>&-`), who wants to see nothing
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the process ends
    if sys.stderr is None:
        sys.stderr = sys.stdout
    for stream in (sys.stdout, sys.stderr):
        # Articles hold any character, whatever the locale says; what is no character is shown as its code.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(prog_name="kgraph")
    except Exception as bug:
        if "--debug" in sys.argv:
            raise
        output.error(f"unexpected {type(bug).__name__}: {bug} (`kgraph --debug ...` shows where)")
        sys.exit(1)
    finally:
        _leave_quietly()


def _version(wanted: bool) -> None:
    if wanted:
        output.line(f"kgraph {version('kgraph')}")
        raise typer.Exit


@app.callback(epilog="Start with: kgraph build data/articles, then: kgraph query events")
def _options(
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    show_version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Read news into a knowledge graph: who did what to whom, according to whom, when."""
    _ = debug, show_version  # read elsewhere: by `_Commands.invoke` and `_version`


def _told(problem: KgraphError | OSError) -> str:
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.filename}: {problem.strerror}" if problem.filename else problem.strerror
    return str(problem) or type(problem).__name__


def _leave_quietly() -> None:
    """Let `| head` close the pipe without a complaint."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
