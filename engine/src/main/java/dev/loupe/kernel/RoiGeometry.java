package dev.loupe.kernel;

/// All about cutting regions of interest out of a tensor N, H, W, C.
///
/// @param batch N
/// @param height the height of the tensor
/// @param width its width
/// @param channels C
/// @param regions how many regions
/// @param rows bins of a region along the height
/// @param columns bins along the width
/// @param maximum whether a bin is the largest of its samples, rather than their mean
/// @param samples samples of a bin along each axis; 0 for as many as values lie under it
/// @param scale of the regions' coordinates
/// @param halfPixel whether the centre of the first value is at 0.5
public record RoiGeometry(
    int batch,
    int height,
    int width,
    int channels,
    int regions,
    int rows,
    int columns,
    boolean maximum,
    int samples,
    float scale,
    boolean halfPixel) {
  float start(float coordinate) {
    return coordinate * scale - (halfPixel ? 0.5f : 0);
  }

  /// The size of a bin along one axis.
  float bin(float from, float to, int bins) {
    float size = start(to) - start(from);
    return (halfPixel ? size : Math.max(size, 1)) / bins;
  }

  /// How many samples a bin of a size has along an axis.
  int samples(float bin) {
    return samples > 0 ? samples : (int) Math.max(0, Math.ceil(bin));
  }
}
