"""What adaptation is worth is judged on calls of one speaker, with the stream's state and without it."""

import numpy as np
import pandas as pd

from undertone_model.contract import LABELS
from undertone_model.evaluation.adaptation import FEWEST_CLIPS, LENGTH, adaptation_figures
from undertone_model.evaluation.calls import CallWindows


def test_a_call_has_one_speaker():
    clips = FEWEST_CLIPS * 3
    rows = pd.DataFrame({"corpus": "emodb", "speaker": ["a", "b", "c"] * FEWEST_CLIPS, "label": ["negative", "positive"] * (clips // 2)})
    said = []
    windows = CallWindows(rows, lambda row: np.array([said.append(row.speaker) or 0.0]), 4, LENGTH, FEWEST_CLIPS)
    assert [windows[i][1] in (0, 2) for i in range(len(windows))] == [True] * 4 * LENGTH
    assert all(len(set(said[i : i + LENGTH])) == 1 for i in range(0, 4 * LENGTH, LENGTH)) and len(set(said)) > 1


def test_speakers_of_few_clips_have_no_calls():
    rows = pd.DataFrame({"corpus": "emodb", "speaker": "a", "label": ["negative"] * (FEWEST_CLIPS - 1)})
    assert len(CallWindows(rows, lambda _: np.zeros(1), 1, LENGTH, FEWEST_CLIPS)) == 0


class KnowsTheSpeaker:
    """A model that hears the label once a stream has a state, and says neutral before."""

    def __call__(self, windows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.follow(windows)[:2]

    def follow(self, windows: np.ndarray, states: np.ndarray | None = None) -> tuple[np.ndarray, ...]:
        heard = (4 * windows[:, 0]).astype(int) - 1 if states is not None else np.ones(len(windows), int)
        return np.eye(3)[heard], np.ones(len(windows)), np.ones((len(windows), 1))


def test_the_report_judges_the_same_windows_with_the_state_and_without(monkeypatch):
    monkeypatch.setattr(
        "undertone_model.evaluation.adaptation.read_clip", lambda row: np.full(10, (LABELS.index(row.label) + 1) / 4, np.float32)
    )
    rows = pd.DataFrame({"corpus": "urdu", "speaker": "a", "label": list(LABELS) * FEWEST_CLIPS})
    figures = adaptation_figures({"urdu": rows}, KnowsTheSpeaker())
    assert figures["urdu"] == figures["all together"]
    assert figures["urdu"]["with"]["value"] == 1 and abs(figures["urdu"]["without"]["value"] - 1 / 3) < 1e-6
