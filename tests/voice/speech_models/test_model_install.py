from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from voice.speech_models import TRIAL_MODEL_PATH, InstallLimits, ModelNotInstalled, install

NAME = "vosk-model-loopback-en-0.1"


class Shelf(ThreadingHTTPServer):
    """A loopback server of the files that a test puts on it."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answer)
        self.files = {}
        self.asked = []
        self.announce_more_bytes = 0

    def url(self, name):
        return f"http://127.0.0.1:{self.server_address[1]}/{name}"

    def list_model(self, url, **facts):
        self.files["model-list.json"] = json.dumps([{"name": NAME, "url": url, **facts}]).encode()


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.lstrip("/")
        self.server.asked.append(name)
        content = self.server.files.get(name)
        if content is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content) + self.server.announce_more_bytes))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def shelf():
    with Shelf() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def models_dir(tmp_path):
    return tmp_path / "models"


@pytest.fixture(scope="session")
def model_zip(tmp_path_factory):
    """The carried model as the makers of Vosk pack theirs, under another name."""
    path = tmp_path_factory.mktemp("zip") / f"{NAME}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for file in sorted(TRIAL_MODEL_PATH.rglob("*")):
            packed.write(file, f"{NAME}/{file.relative_to(TRIAL_MODEL_PATH)}")
    return path


def zip_of(tmp_path, *members):
    path = tmp_path / "made.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return path


def left_in(models_dir):
    return sorted(path.name for path in models_dir.iterdir()) if models_dir.exists() else []


def test_a_model_is_fetched_by_its_name_in_the_list_and_checked(shelf, models_dir, model_zip):
    content = model_zip.read_bytes()
    shelf.files["files/m.zip"] = content
    shelf.list_model(shelf.url("files/m.zip"), md5=hashlib.md5(content).hexdigest(), size=len(content))
    reports = []
    folder = install(
        NAME,
        models_dir,
        lambda done, total: reports.append((done, total)),
        catalogue_url=shelf.url("model-list.json"),
    )
    assert folder == models_dir / NAME
    assert (folder / "am" / "final.mdl").stat().st_size == (TRIAL_MODEL_PATH / "am" / "final.mdl").stat().st_size
    assert reports[-1] == (len(content), len(content))
    assert left_in(models_dir) == [NAME]


def test_an_installed_model_is_not_fetched_again(shelf, models_dir, model_zip):
    folder = install(str(model_zip), models_dir)
    assert install(NAME, models_dir, catalogue_url=shelf.url("model-list.json")) == folder
    assert shelf.asked == []


def test_without_a_usable_list_the_zip_beside_it_is_taken(shelf, models_dir, model_zip):
    shelf.files[f"{NAME}.zip"] = model_zip.read_bytes()
    assert install(NAME, models_dir, catalogue_url=shelf.url("model-list.json")).name == NAME


def test_a_model_is_fetched_by_its_address(shelf, models_dir, model_zip):
    shelf.files["m.zip"] = model_zip.read_bytes()
    assert install(shelf.url("m.zip"), models_dir).name == NAME


def test_a_name_that_is_not_listed_is_said_to_be_so(shelf, models_dir):
    shelf.list_model(shelf.url("m.zip"))
    with pytest.raises(ModelNotInstalled, match="No speech model is called 'vosk-model-klingon'"):
        install("vosk-model-klingon", models_dir, catalogue_url=shelf.url("model-list.json"))
    assert left_in(models_dir) == []


def test_a_wrong_checksum_installs_nothing(shelf, models_dir, model_zip):
    shelf.files["m.zip"] = model_zip.read_bytes()
    shelf.list_model(shelf.url("m.zip"), md5="0" * 32)
    with pytest.raises(ModelNotInstalled, match="another checksum"):
        install(NAME, models_dir, catalogue_url=shelf.url("model-list.json"))
    assert left_in(models_dir) == []


def test_a_download_that_breaks_off_installs_nothing(shelf, models_dir, model_zip):
    shelf.files["m.zip"] = model_zip.read_bytes()[:100_000]
    shelf.announce_more_bytes = 50_000
    with pytest.raises(ModelNotInstalled, match="ended after 100000 of 150000 bytes"):
        install(shelf.url("m.zip"), models_dir)
    assert left_in(models_dir) == []


def test_a_download_over_the_limit_is_given_up(shelf, models_dir, model_zip):
    shelf.files["m.zip"] = model_zip.read_bytes()
    with pytest.raises(ModelNotInstalled, match="too large or too slow"):
        install(shelf.url("m.zip"), models_dir, limits=InstallLimits(download_bytes=1_000_000))
    assert left_in(models_dir) == []


@pytest.mark.parametrize("name", [NAME, "http"])
def test_a_server_that_is_not_there_is_named_in_words(shelf, models_dir, name):
    gone = shelf.url("model-list.json").replace("127.0.0.1", "127.0.0.2")
    with pytest.raises(ModelNotInstalled, match="check the network"):
        install(gone if name == "http" else name, models_dir, catalogue_url=gone)
    assert left_in(models_dir) == []


@pytest.mark.parametrize("source", ["ftp://127.0.0.1/m.zip", "file:///etc/hostname"])
def test_other_addresses_than_of_the_web_are_refused(models_dir, source):
    with pytest.raises(ModelNotInstalled, match="must begin with http"):
        install(source, models_dir)


def test_a_file_that_is_not_there_is_named_in_words(models_dir):
    with pytest.raises(ModelNotInstalled, match=r"There is no file .*gone\.zip"):
        install("downloads/gone.zip", models_dir)


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.99])
def test_a_truncated_zip_installs_nothing(tmp_path, models_dir, model_zip, kept):
    content = model_zip.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(ModelNotInstalled, match="damaged or cut short"):
        install(str(cut), models_dir)
    assert left_in(models_dir) == []


def test_a_zip_with_a_changed_byte_installs_nothing(tmp_path, models_dir, model_zip):
    content = bytearray(model_zip.read_bytes())
    content[len(content) // 2] ^= 0xFF
    changed = tmp_path / "changed.zip"
    changed.write_bytes(content)
    with pytest.raises(ModelNotInstalled):
        install(str(changed), models_dir)
    assert left_in(models_dir) == []


@pytest.mark.parametrize(
    "path", ["../escaped", f"{NAME}/../../escaped", "/tmp/escaped-from-zip", f"{NAME}\\..\\escaped", "c:/escaped"]
)
def test_a_zip_cannot_write_outside_its_folder(tmp_path, models_dir, path):
    hostile = zip_of(tmp_path, (f"{NAME}/README", "x"), (path, "escaped"))
    with pytest.raises(ModelNotInstalled, match="outside its folder"):
        install(str(hostile), models_dir)
    assert not list(tmp_path.rglob("escaped*"))


def test_a_zip_with_a_link_is_refused(tmp_path, models_dir):
    link = zipfile.ZipInfo(f"{NAME}/am")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(ModelNotInstalled, match="a link"):
        install(str(zip_of(tmp_path, (link, "/etc"))), models_dir)
    assert left_in(models_dir) == []


def test_a_bomb_is_refused_by_what_it_declares(tmp_path, models_dir):
    bomb = zip_of(tmp_path, (f"{NAME}/graph/words.txt", bytes(30_000_000)))
    with pytest.raises(ModelNotInstalled, match="unpacks to far more"):
        install(str(bomb), models_dir)
    assert left_in(models_dir) == []


def test_a_model_over_the_limits_is_refused(models_dir, model_zip):
    with pytest.raises(ModelNotInstalled, match="larger than 5 MB"):
        install(str(model_zip), models_dir, limits=InstallLimits(unpacked_bytes=5_000_000))
    with pytest.raises(ModelNotInstalled, match="more than 3 files"):
        install(str(model_zip), models_dir, limits=InstallLimits(files=3))


def test_two_folders_or_none_are_no_model(tmp_path, models_dir):
    with pytest.raises(ModelNotInstalled, match="exactly one folder"):
        install(str(zip_of(tmp_path, ("one/a", "x"), ("two/b", "x"))), models_dir)


def test_a_zip_of_something_else_is_no_model(tmp_path, models_dir):
    with pytest.raises(ModelNotInstalled, match="not a Vosk model"):
        install(str(zip_of(tmp_path, (f"{NAME}/README", "holiday pictures"))), models_dir)
    assert left_in(models_dir) == []


def test_a_model_that_does_not_load_is_not_installed(tmp_path, models_dir):
    rotten = zip_of(
        tmp_path, *((f"{NAME}/{name}", os.urandom(300)) for name in ("am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst"))
    )
    with pytest.raises(ModelNotInstalled, match="Vosk cannot load"):
        install(str(rotten), models_dir)
    assert left_in(models_dir) == []


def test_something_else_in_the_place_is_not_overwritten(models_dir, model_zip):
    (models_dir / NAME).mkdir(parents=True)
    (models_dir / NAME / "letter.txt").write_text("keep me")
    with pytest.raises(ModelNotInstalled, match="is in the way"):
        install(str(model_zip), models_dir)
    assert (models_dir / NAME / "letter.txt").read_text() == "keep me"


def test_what_a_killed_install_left_is_cleared_a_day_later(models_dir, model_zip):
    old = models_dir / ".incoming-old"
    old.mkdir(parents=True)
    os.utime(old, (0, 0))
    (models_dir / ".incoming-beside").mkdir()
    install(str(model_zip), models_dir)
    assert left_in(models_dir) == [".incoming-beside", NAME]
