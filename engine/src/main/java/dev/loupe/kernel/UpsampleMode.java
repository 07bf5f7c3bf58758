package dev.loupe.kernel;

/// How a resized tensor gets its values.
public enum UpsampleMode {
  /// From one input value: index `floor(o input / output)`.
  NEAREST,
  /// From the two nearest input values of every axis, by distance: linear, bilinear, trilinear.
  LINEAR
}
