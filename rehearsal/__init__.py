"""The rehearsal: hundreds of simulated devices play a fair against a real server and count."""
