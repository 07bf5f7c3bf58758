package dev.loupe.kernel;

import java.util.List;

/// All about sampling a tensor N, spatial..., C where a grid says.
///
/// @param batch how many samples
/// @param places how many places of the output a sample has
/// @param channels how many channels
/// @param axes the spatial axes, outermost first; 1 to 3
public record SampleGeometry(int batch, int places, int channels, List<SampleAxis> axes) {
  /// Copies the list.
  public SampleGeometry {
    axes = List.copyOf(axes);
  }

  /// Values of the tensor in one sample.
  int sample() {
    int values = channels;
    for (int i = 0; i < axes.size(); i++) {
      values *= axes.get(i).size();
    }
    return values;
  }
}
