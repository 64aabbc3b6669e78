"""The member's own plan, and getting started: pages whose data never leaves the phone."""
