package dev.loupe.train;

/// How well one class is told from the others.
///
/// @param name the class
/// @param samples how many samples it has
/// @param precision of what was called so, the part that is so; NaN where nothing was called so
/// @param recall of what is so, the part that was called so; NaN where there are no samples
/// @param f1 the harmonic mean of both; NaN where both are unknown
public record ClassScore(String name, int samples, double precision, double recall, double f1) {}
