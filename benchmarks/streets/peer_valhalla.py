"""
Ask pyvalhalla for the same ways. Runs in the peer's own interpreter: standard library and pyvalhalla only.

python peer_valhalla.py EXTRACT.osm.pbf FOLDER < questions.json > answers.json
Questions: {"pedestrian": [[lat, lon, lat, lon], …], "bicycle": […], "auto": […]}.
Answers: {mode: [[seconds, metres, cpu_ms] or null, …], "build_s": …, "version": …}.
"""

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import valhalla
from valhalla.config import get_config


def main() -> None:
    """Build tiles where they are missing, then answer everything."""
    extract, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    tiles = folder / "tiles"
    fresh = not tiles.exists()
    tiles.mkdir(exist_ok=True)
    config = get_config(tile_extract="", tile_dir=str(tiles), verbose=False)
    config["mjolnir"]["tile_extract"] = ""
    settings = folder / "valhalla.json"
    settings.write_text(json.dumps(config))
    began = time.monotonic()
    if fresh:
        build = Path(valhalla.__file__).parent / "bin/valhalla_build_tiles"
        subprocess.run(
            [str(build), "-c", str(settings), str(extract)], check=True, capture_output=True
        )
    answers = {
        "build_s": time.monotonic() - began,
        "version": getattr(valhalla, "__version__", "?"),
    }
    actor = valhalla.Actor(str(settings))
    for mode, questions in json.load(sys.stdin).items():
        answers[mode] = [ask(actor, mode, *question) for question in questions]
    json.dump(answers, sys.stdout)


def ask(actor, mode, *where):
    """Return seconds, metres and milliseconds of CPU, or None where there is no way."""
    ends = [{"lat": where[0], "lon": where[1]}, {"lat": where[2], "lon": where[3]}]
    question = {"locations": ends, "costing": mode, "units": "kilometers"}
    began = time.process_time()
    with contextlib.suppress(Exception):
        found = json.loads(actor.route(json.dumps(question)))["trip"]["summary"]
        return [found["time"], found["length"] * 1000.0, 1000.0 * (time.process_time() - began)]
    return None


if __name__ == "__main__":
    main()
