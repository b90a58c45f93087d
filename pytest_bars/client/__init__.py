"""The gateway to httpx: requests with the BaRS headers, recorded and guarded."""
