//! Which atoms of the register each count sums.
