"""A linear probe: what can be read from an encoder's layers without training them."""

import numpy as np
import pandas as pd
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.class_weight import compute_sample_weight
from tqdm import tqdm

from undertone_model.data.store import read_clip
from undertone_model.evaluation.sets import truth
from undertone_model.metrics import recall_mean
from undertone_model.network.recogniser import Recogniser


@torch.inference_mode()
def features(recogniser: Recogniser, clips: pd.DataFrame) -> np.ndarray:
    """Mean and spread over time [clips, layers, 576]."""
    rows = []
    for row in tqdm(clips.itertuples(), total=len(clips), mininterval=10, desc="features"):
        frames, mask = recogniser.front_end(torch.from_numpy(read_clip(row)).unsqueeze(0))
        layers = torch.cat(recogniser.encoder(frames, mask))
        rows.append(torch.cat([layers.mean(1), layers.std(1)], dim=1).numpy())
    return np.stack(rows)


def layer_recalls(known: np.ndarray, labels: np.ndarray, weights: np.ndarray, asked: np.ndarray, expected: np.ndarray) -> list[float]:
    """UAR of each layer on `asked` [clips, layers, channels], whose labels are `expected`, learned from `known` with `labels` and `weights` [clips]."""
    recalls = []
    for layer in range(known.shape[1]):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=2000))
        model.fit(known[:, layer], labels, logisticregression__sample_weight=weights)
        recalls.append(recall_mean(expected, model.predict(asked[:, layer])))
    return recalls


def probe(recogniser: Recogniser, known: pd.DataFrame, asked: pd.DataFrame) -> list[float]:
    """UAR of each layer at the labels of the clips `asked`, learned from those of the clips `known`."""
    labels = truth(known)
    weights = compute_sample_weight("balanced", labels)
    recalls = layer_recalls(features(recogniser, known), labels, weights, features(recogniser, asked), truth(asked))
    return [round(recall, 3) for recall in recalls]
