"""git send-email, with the hook that `presend guard install git` writes."""

import shutil

import pytest

from conftest import PRESEND

# Debian's git calls the hook with the patch alone, newer ones with the header, too.
GITS = sorted({"/usr/bin/git", shutil.which("git")})

COVER = "I have attached the plan for the harbour."


@pytest.fixture(params=GITS)
def repository(request, world):
    folder = world.home / "repository"
    world.git = request.param
    git = lambda *arguments: world.run(world.git, *arguments, cwd=folder)
    world.run(world.git, "init", "-q", folder)
    for key, value in {"user.email": "ana@a.example", "user.name": "Ana", "sendemail.confirm": "never"}.items():
        git("config", key, value)
    git("config", "sendemail.sendmailCmd", str(world.sendmail))
    (folder / "plan.txt").write_text("one\ntwo\n")
    git("add", ".")
    git("commit", "-qm", "Begin")
    (folder / "plan.txt").write_text(f"one\n\n{COVER} Could you sign it ASAP?\n")
    git("commit", "-qam", "Say what the second line is\n\nNobody could tell before.")
    git("format-patch", "-1", "--cover-letter", "-o", "out")
    done = world.run(PRESEND, "guard", "install", "git", "--yes", cwd=folder)
    assert done.returncode == 0 and "sendemail-validate" in done.stdout.decode(), done
    return folder


def send(world, folder, *more, **env):
    return world.run(world.git, "send-email", "--to=list@b.example", *more, "out", cwd=folder, env=world.env | env)


def cover(folder, text):
    (path,) = (folder / "out").glob("0000-*")
    path.write_text(path.read_text().replace("*** SUBJECT HERE ***", "The second line").replace("*** BLURB HERE ***", text))


def test_a_series_is_sent_and_the_words_of_a_change_hold_nothing(world, repository):
    cover(repository, "One patch: the second line says what it is.")
    done = send(world, repository)
    assert done.returncode == 0, done.stderr
    assert len(world.messages()) == 2
    patch = next((repository / "out").glob("0001-*")).read_bytes()
    assert world.messages()[1].endswith(patch.split(b"\n\n", 1)[1])


def test_all_patches_are_checked_before_the_first_is_sent(world, repository):
    cover(repository, COVER)
    done = send(world, repository)
    assert done.returncode != 0
    assert "an attachment is announced" in done.stderr.decode()
    assert world.messages() == []


def test_a_series_can_be_sent_anyway(world, repository):
    cover(repository, COVER)
    assert send(world, repository, "--no-validate").returncode == 0
    assert len(world.messages()) == 2
    assert send(world, repository, PRESEND_OVERRIDE="1").returncode == 0
    assert len(world.messages()) == 4


def test_the_older_way_of_git_gives_the_patch_alone(world, repository):
    cover(repository, COVER)
    (path,) = (repository / "out").glob("0000-*")
    held = world.run(PRESEND, "guard", "git", path, cwd=repository)
    assert held.returncode == 1 and "an attachment" in held.stderr.decode()


def test_the_hook_is_taken_back(world, repository):
    done = world.run(PRESEND, "guard", "uninstall", "git", "--yes", cwd=repository)
    assert done.returncode == 0
    assert not (repository / ".git/hooks/sendemail-validate").exists()


def test_a_hook_for_all_repositories_is_told(world, repository):
    hooks = world.home / "hooks"
    world.run(world.git, "config", "--global", "core.hooksPath", hooks)
    done = world.run(PRESEND, "guard", "install", "git", "--yes", cwd=repository)
    assert done.returncode == 0 and (hooks / "sendemail-validate").exists()
    assert "this hook is for all your repositories" in done.stderr.decode() and str(hooks) in done.stderr.decode()
    # A path that is not absolute leads to a folder of each repository.
    world.run(world.git, "config", "--global", "core.hooksPath", ".hooks")
    done = world.run(PRESEND, "guard", "install", "git", "--yes", cwd=repository)
    assert done.returncode == 0 and (repository / ".hooks/sendemail-validate").exists()
    assert "all your repositories" not in done.stderr.decode()


def test_the_line_for_a_hook_of_ones_own_works_whatever_the_hook_does_at_its_end(world, repository):
    hook = repository / ".git/hooks/sendemail-validate"
    hook.write_text("#!/bin/sh\nexit 0\n")
    refused = world.run(PRESEND, "guard", "install", "git", "--yes", cwd=repository)
    assert refused.returncode == 2
    line = refused.stderr.decode().split("right below the first: ")[1].strip()
    hook.write_text(f"#!/bin/sh\n{line}\nexit 0\n")
    cover(repository, COVER)
    assert send(world, repository).returncode != 0 and world.messages() == []
    assert b"nothing to change" in world.run(PRESEND, "guard", "install", "git", "--yes", cwd=repository).stdout
