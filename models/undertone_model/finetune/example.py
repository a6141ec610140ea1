"""Made-up calls to try fine-tuning on: synthetic voices that say plain sentences, and change pitch, melody and pace with the tone.

    python -m undertone_model.finetune.example --out my-calls

Writes my-calls/*.wav and my-calls/calls.csv. It needs the program `espeak-ng`. It shows that the tool works, and nothing about people: no voice
here feels anything, and what is told apart is a setting of a synthesiser.
"""

import argparse
import csv
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

SENTENCES = (
    "The parcel leaves on Tuesday in the morning.",
    "My number is four seven one one, and my name is Carter.",
    "I called you two days ago about the second form.",
    "You can send the letter to the office in the main street.",
)
VOICES = ("m1", "m2", "m3", "m7", "f1", "f2", "f3", "f5")
TONES = {
    "angry": {"rate": "125%", "pitch": "-15%", "range": "60%"},
    "neutral": {"rate": "100%", "pitch": "+0%", "range": "30%"},
    "happy": {"rate": "108%", "pitch": "+45%", "range": "190%"},
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    folder = parser.parse_args(arguments).out
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "calls.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "label", "speaker", "language"))
        for speaker in VOICES:
            for number, sentence in enumerate(SENTENCES):
                for tone in TONES:
                    name = f"{speaker}-{tone}-{number}.wav"
                    _speak(folder / name, speaker, sentence, tone)
                    writer.writerow((name, tone, speaker, "en"))
    print(folder / "calls.csv")


def _speak(file: Path, voice: str, sentence: str, tone: str) -> None:
    settings = " ".join(f'{name}="{value}"' for name, value in TONES[tone].items())
    text = f"<speak><prosody {settings}>{escape(sentence)}</prosody></speak>"
    try:
        subprocess.run(["espeak-ng", "-v", f"en-us+{voice}", "-m", "-w", str(file), text], check=True)
    except FileNotFoundError as error:
        raise SystemExit("espeak-ng is not installed: the example's voices are its voices") from error


if __name__ == "__main__":
    main()
