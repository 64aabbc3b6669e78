"""A language is a folder; a wrong file is refused in words its writer can act on."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from facilitator.content import ContentError, Shelf, UnknownId
from tests.content.wording import FOLDER

READ_FROM_ARCHIVE = """
import sys
from facilitator import content
content.check()
print(content.languages(), len(content.prompts("es")), content.packs(), "flask" in sys.modules)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the shipped data, to be changed."""
    for name in ("en", "es", "packs"):
        shutil.copytree(FOLDER / name, tmp_path / name)
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(root: Path) -> str:
    with pytest.raises(ContentError) as refused:
        Shelf(root).check()
    return str(refused.value)


def test_the_shipped_files_are_right(root: Path) -> None:
    Shelf(root).check()


@pytest.mark.proves("R54")
def test_a_new_language_is_found_by_its_folder_alone(root: Path) -> None:
    shutil.copytree(root / "en", root / "qq")
    change(root / "qq" / "prompts.toml", "Look ahead.", "Qook aqead.")
    change(root / "qq" / "room.toml", "In danger? Call", "Qanger? Qall")
    shelf = Shelf(root)
    shelf.check()
    assert shelf.languages() == ("en", "es", "qq")
    assert shelf.book("qq").prompts["U2"].text.startswith("Qook aqead.")
    assert shelf.book("qq").prompts["U2"].language == "qq"
    assert shelf.pack("us", "qq", "").urgent == ("Qanger? Qall 911.", "In crisis? Call or text 988.")


def test_a_new_pack_is_found_by_its_file_alone(root: Path) -> None:
    shutil.copy(root / "packs" / "blank.toml", root / "packs" / "xx.toml")
    assert Shelf(root).packs() == ("blank", "us", "xx")


@pytest.mark.proves("R31")
def test_a_tag_taken_out_of_use_can_still_be_read(root: Path) -> None:
    for language in ("en", "es"):
        file = root / language / "taxonomy.toml"
        line = next(each for each in file.read_text(encoding="utf-8").splitlines() if each.startswith("testing"))
        change(file, line, "")
        change(file, "[retired]", f"[retired]\n{line}")
    shelf = Shelf(root)
    shelf.check()
    taxonomy = shelf.book("en").taxonomy
    assert "testing" not in [tag.id for tag in taxonomy.situations]
    assert taxonomy.tag("testing").label == "Testing myself"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("en/prompts.toml", 'kind = "open"', 'kind = "opne"', "en/prompts.toml, U1, kind: Input should be 'open'"),
        ("en/prompts.toml", "minutes = 10", "minutes = 0", "en/prompts.toml, U1, minutes: Input should be greater"),
        ("en/prompts.toml", 'text = "Look back', 'txet = "Look back', "en/prompts.toml, U1, text: Field required"),
        ("en/prompts.toml", "minutes = 10", "minutes = 10\nhour = 1", "en/prompts.toml, U1, hour: Unexpected"),
        ("en/prompts.toml", 'hard_end = "high"\n', "", "en/prompts.toml, U4: hard_end: a scale needs it"),
        ("en/prompts.toml", 'tags = ["plan"]', 'tags = ["luck"]', "en/prompts.toml, U2, tags: 'luck' is not in"),
        ("en/prompts.toml", 'topic = "any"', 'topic = "all"', "en/prompts.toml, U1, topic: 'all' is not in"),
        ("en/prompts.toml", "[U2]", "[U1]", "en/prompts.toml: Cannot declare ('U1',) twice"),
        ("en/plans.toml", "minutes = 4", "minutes = 5", "en/plans.toml, A: steps: sum to 61 minutes"),
        ("en/plans.toml", '"S1-1"', '"S9-9"', "en/plans.toml, A, steps, 2, prompt_id: there is no prompt 'S9-9'"),
        ("en/plans.toml", '"S1-1"', '"S1-2"', "en/plans.toml, A, steps, 2, kind: prompt 'S1-2' is 'collect'"),
        ("en/plans.toml", 'phones = "down"', 'phones = "off"', "en/plans.toml, A, steps, 1, phones: Input should"),
        ("en/taxonomy.toml", 'label = "Stop using"', 'label = ""', "en/taxonomy.toml, stages, stage1, label: String"),
        ("en/taxonomy.toml", "[retired]", "", "en/taxonomy.toml, retired: a table is missing"),
        ("en/room.toml", 'moment = "Opening"', "", "en/room.toml, lines, opening, moment: Field required"),
        ("es/prompts.toml", "minutes = 10", "minutes = 9", "es/prompts.toml, U1, minutes: differs from English"),
        ("es/prompts.toml", '"Dormir", ', "", "es/prompts.toml, S1-4, options: differs from English, which has 7"),
        ("es/prompts.toml", "[GS-6]", "[GS-7]", "es/prompts.toml, GS-6, GS-7: in English or here, but not in both"),
        ("es/plans.toml", "cross_talk = true", "cross_talk = false", "es/plans.toml, A, steps: differs from English"),
        ("es/room.toml", "no_people =", "people =", "es/room.toml, review_points, ids: differs from English"),
        ("packs/us.toml", "verified = true", "", "packs/us.toml, emergency, verified: Field required"),
        ("packs/us.toml", "checked_on = 2026-11-23", 'checked_on = "soon"', "packs/us.toml, emergency, checked_on:"),
        ("packs/blank.toml", 'emergency = ""', "", "packs/blank.toml, emergency: Field required"),
    ],
)
def test_a_wrong_file_is_refused_by_file_entry_and_field(root: Path, file: str, old: str, new: str, told: str) -> None:
    change(root / file, old, new)
    assert refusal(root).startswith(told)


def test_a_missing_file_is_named(root: Path) -> None:
    (root / "es" / "plans.toml").unlink()
    assert refusal(root) == "es/plans.toml: the file is missing"


def test_a_file_that_is_not_toml_is_named(root: Path) -> None:
    (root / "es" / "room.toml").write_bytes(b"\xff\xfe")
    assert refusal(root).startswith("es/room.toml: ")


def test_an_entry_that_is_not_a_table_is_named(root: Path) -> None:
    change(root / "en" / "prompts.toml", "[U1]", "U0 = 3\n[U1]")
    assert refusal(root).startswith("en/prompts.toml, U0: Input should be")


def test_nothing_but_ids_of_packs_can_be_asked_for(root: Path) -> None:
    with pytest.raises(UnknownId):
        Shelf(root).pack("../en/room", "en", "")


def test_it_reads_from_an_archive_as_an_installed_package_may_be_one_and_without_flask(tmp_path: Path) -> None:
    archive = tmp_path / "installed.zip"
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("facilitator/__init__.py", "")
        for file in (*FOLDER.glob("*.py"), *FOLDER.rglob("*.toml")):
            package.write(file, Path("facilitator", "content") / file.relative_to(FOLDER))
    run = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(archive)!r}); {READ_FROM_ARCHIVE}"]
    told = subprocess.run(run, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert told.strip() == "('en', 'es') 61 ('blank', 'us') False"
