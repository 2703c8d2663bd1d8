"""Who could cross from one employer to another: both sides, the crossings, what is told of them."""
