"""Tests of the GraphQL contract and its implementation, over HTTP."""
