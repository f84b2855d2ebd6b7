"""Tells other programs what changed, after the Standard Webhooks specification (standardwebhooks.com)."""
