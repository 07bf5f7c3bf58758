package dev.loupe.kernel;

/// One spatial axis of a Winograd convolution F(outputs, taps): `inputs` values under a tile give
/// `outputs` of them with only `inputs` products.
///
/// @param outputs values of a tile: 1, 2 or 4
/// @param taps of the kernel: 1 (nothing to transform) or 3
record WinogradAxis(int outputs, int taps) {
  /// The tiles with the fewest products for an axis of some length; where even, the smaller ones,
  /// which round less.
  static WinogradAxis of(int taps, int length) {
    if (taps == 1) {
      return new WinogradAxis(1, 1);
    }
    WinogradAxis two = new WinogradAxis(2, taps);
    WinogradAxis four = new WinogradAxis(4, taps);
    return four.products(length) < two.products(length) ? four : two;
  }

  /// Values of a tile before the convolution; as many products.
  int inputs() {
    return outputs + taps - 1;
  }

  /// How many tiles cover an axis.
  int tiles(int length) {
    return (length + outputs - 1) / outputs;
  }

  /// Products along an axis.
  int products(int length) {
    return tiles(length) * inputs();
  }
}
