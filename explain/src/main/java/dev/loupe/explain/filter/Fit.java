package dev.loupe.explain.filter;

/// What explains a filter best, and how much of it.
///
/// @param gabor the best wave under a bell
/// @param share of the filter's energy that the wave explains, 0 to 1
/// @param blob how much a spot with a surround, the same in all directions, explains, 0 to 1
/// @param derivative how much the two first derivatives explain (of 3x3 Sobel's), 0 to 1
/// @param direction into which the derivatives brighten, degrees counter-clockwise from the right,
///     at least 0, below 360
public record Fit(Gabor gabor, double share, double blob, double derivative, double direction) {}
