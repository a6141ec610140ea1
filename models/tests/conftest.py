import numpy as np
import pytest
from tiny_data import write_audio

from undertone_model.contract import SAMPLE_RATE
from undertone_model.data.store import load_table
from undertone_model.stages.prepare_data import main


@pytest.fixture(scope="session")
def table(tmp_path_factory):
    """Of made-up clips, each at a level of its own: speech for 0.1 s, the rest for 3 s, long enough to lie behind speech."""
    folder = tmp_path_factory.mktemp("corpora")
    write_audio(
        folder, lambda corpus, number: np.full(SAMPLE_RATE // 10 if corpus.kind == "speech" else 3 * SAMPLE_RATE, 0.05 * (number + 1))
    )
    main(["--data", str(folder), "--work", str(folder)])
    return load_table(folder)
