"""A small graph on disk, made without the language model, and a way to run commands on it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kgraph.cli import app
from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.model import (
    Article,
    Claim,
    Entity,
    EntityType,
    Extraction,
    Mention,
    Modality,
    Polarity,
    Span,
)

Run = Callable[..., Result]

TWITTER = Entity("Twitter", "Twitter", EntityType.ORGANIZATION, kind="company", country="United_States")
KASPERSKY = Entity("Kaspersky_Lab", "Kaspersky Lab", EntityType.ORGANIZATION, aliases=("Kaspersky",))
RUSSIA = Entity("Russia", "Russia", EntityType.COUNTRY)
# As an article from anywhere may be: with an escape sequence and with what rich would take for markup.
HOSTILE = "Twitter bans Kaspersky Lab \x1b]0;owned\x07[red]at once[/red] [/nothing]."
DENIAL = "Kaspersky Lab says it has no ties to Russia."
TIES = "Kaspersky Lab has alleged ties to Russia."


def extraction(
    article_id: str, text: str, *claims: tuple[str, Entity, Entity, Polarity, Modality]
) -> Extraction:
    """An article of one sentence that makes these claims."""
    sentence = Span(0, len(text), text)

    def mention(entity: Entity) -> Mention:
        start = text.index(entity.label)
        return Mention(entity, Span(start, start + len(entity.label), entity.label))

    return Extraction(
        Article(article_id, text, title=text, published=date(2018, 4, 23), publisher="The [bold]Daily"),
        claims=tuple(
            Claim(
                article=article_id,
                type=type_,
                predicate={"Ban": "bans", "hasTiesTo": "hasTiesTo"}[type_],
                actor=mention(actor),
                target=mention(target),
                trigger=Span(8, 12, text[8:12]),
                sentence=sentence,
                polarity=polarity,
                modality=modality,
                source=(mention(KASPERSKY),) if polarity is Polarity.NEGATIVE else (),
                time="2018-04" if type_ == "Ban" else None,
                confidence=0.9,
            )
            for type_, actor, target, polarity, modality in claims
        ),
    )


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """The folder of a graph of three articles."""
    folder = tmp_path / "graph"
    with KnowledgeGraph.open(folder) as opened:
        opened.add(
            [
                extraction(
                    "hostile", HOSTILE, ("Ban", TWITTER, KASPERSKY, Polarity.POSITIVE, Modality.ACTUAL)
                ),
                extraction(
                    "ties", TIES, ("hasTiesTo", KASPERSKY, RUSSIA, Polarity.POSITIVE, Modality.ALLEGED)
                ),
                extraction(
                    "denial", DENIAL, ("hasTiesTo", KASPERSKY, RUSSIA, Polarity.NEGATIVE, Modality.ACTUAL)
                ),
            ]
        )
    return folder


@pytest.fixture
def namesake(graph: Path) -> None:
    """Adds an entity of one event that shares a name with Kaspersky Lab, and comes before it by its id."""
    eugene = Entity("Eugene_Kaspersky", "Eugene Kaspersky", EntityType.PERSON, aliases=("Kaspersky",))
    ban = ("Ban", eugene, TWITTER, Polarity.POSITIVE, Modality.ACTUAL)
    with KnowledgeGraph.open(graph) as opened:
        opened.add([extraction("eugene", "Eugene Kaspersky bans Twitter.", ban)])


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command where the graph is, without a terminal."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def run(*arguments: str, stdin: str | None = None) -> Result:
        return runner.invoke(app, arguments, input=stdin, prog_name="kgraph")

    return run
