package dev.loupe.kernel;

/// Where a value of a resized axis lies on the axis before: `coordinate_transformation_mode` of
/// ONNX's `Resize`.
///
/// In the formulas o is the index in the output, and scale, input and output are those of the
/// [ResizeAxis].
public enum ResizeCoordinates {
  /// `(o + 0.5) / scale - 0.5`: the outer edges coincide.
  HALF_PIXEL,
  /// The same about the centre, where the output is shorter than `scale input`.
  HALF_PIXEL_SYMMETRIC,
  /// The same as the first, but 0 for an output of one value.
  PYTORCH_HALF_PIXEL,
  /// `o (input - 1) / (scale input - 1)`: the centres of the outermost values coincide.
  ALIGN_CORNERS,
  /// `o / scale`.
  ASYMMETRIC,
  /// `(o + 0.5) / scale`: of opset 11 alone.
  TF_HALF_PIXEL_FOR_NN,
  /// The region from start to end, with its ends at the centres of the outermost values of the
  /// output, or its centre for an output of one value. What lies outside of the input is the
  /// extrapolation value.
  TF_CROP_AND_RESIZE
}
