"""Recogniser: the encoder with Moonshine tiny's decoder, which writes tokens. Stage 1 trains it; what ships has no decoder."""

import torch
from torch import Tensor, nn
from transformers import MoonshineConfig
from transformers.cache_utils import DynamicCache, EncoderDecoderCache
from transformers.models.moonshine.modeling_moonshine import MoonshineDecoder

from undertone_model.network.encoder import Encoder
from undertone_model.network.front_end import FrontEnd

START, END = 1, 2


class Recogniser(nn.Module):
    """pcm [batch, samples] and the tokens so far [batch, length] to logits of the next ones [batch, length, 32768]."""

    def __init__(self, front_end: FrontEnd, encoder: Encoder, decoder: MoonshineDecoder):
        super().__init__()
        self.front_end, self.encoder, self.decoder = front_end, encoder, decoder

    def forward(self, pcm: Tensor, tokens: Tensor) -> Tensor:
        frames, mask = self.encode(pcm)
        return self.decode(tokens, frames, mask)

    def encode(self, pcm: Tensor) -> tuple[Tensor, Tensor]:
        frames, mask = self.front_end(pcm)
        return self.encoder(frames, mask)[-1], mask

    def decode(self, tokens: Tensor, frames: Tensor, mask: Tensor, cache: EncoderDecoderCache | None = None) -> Tensor:
        hidden = self.decoder(
            input_ids=tokens,
            encoder_hidden_states=frames,
            encoder_attention_mask=mask.long(),
            past_key_values=cache,
            use_cache=cache is not None,
        ).last_hidden_state
        return hidden @ self.decoder.embed_tokens.weight.T

    @torch.inference_mode()
    def greedy(self, pcm: Tensor, most: int = 40) -> list[list[int]]:
        """The likeliest token at each step, until the end token or `most` of them; one list a clip, without start and end."""
        frames, mask = self.encode(pcm)
        cache = EncoderDecoderCache(DynamicCache(config=self.decoder.config), DynamicCache(config=self.decoder.config))
        latest = torch.full((len(pcm), 1), START)
        written = []
        ended = torch.zeros(len(pcm), dtype=torch.bool)
        while len(written) < most and not ended.all():
            latest = self.decode(latest, frames, mask, cache)[:, -1:].argmax(2)
            written.append(latest)
            ended |= latest[:, 0] == END
        rows = torch.cat(written, dim=1).tolist()
        return [row[: row.index(END)] if END in row else row for row in rows]


def untrained_decoder() -> MoonshineDecoder:
    return MoonshineDecoder(MoonshineConfig(pad_head_dim_to_multiple_of=8, attn_implementation="sdpa", pad_token_id=END))


def build_decoder(state: dict[str, Tensor]) -> MoonshineDecoder:
    """`state`: the decoder's state dict as `base.weights.read_state` gives it; the output projection is tied to the embedding."""
    decoder = untrained_decoder()
    prefix = "model.decoder."
    decoder.load_state_dict({name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)})
    return decoder
