"""The voice channel: how a voice sounds, fitted on emotional corpora and judged on those that are left out."""
