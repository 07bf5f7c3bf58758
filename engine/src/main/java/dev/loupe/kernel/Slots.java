package dev.loupe.kernel;

/// How the values of a pixel are cut into slots of whole vectors.
sealed interface Slots permits ColumnPanels, Slots.TapBlocks {
  /// How many.
  int count();

  /// The number of a slot's first value.
  int first(int slot);

  /// The values of a slot.
  int real(int slot);

  /// The room of a slot.
  int width(int slot);

  /// The room of the widest.
  int widest();

  /// Blocks of 16 values, the rows of a [PixelTile].
  static Slots blocks(int values) {
    return new TapBlocks(1, values);
  }

  /// Blocks of 16 channels, of one tap each.
  ///
  /// @param taps how many taps a pixel has
  /// @param channels the values of each
  record TapBlocks(int taps, int channels) implements Slots {
    private int blocks() {
      return Pieces.parts(channels, PixelTile.BLOCK);
    }

    @Override
    public int count() {
      return taps * blocks();
    }

    @Override
    public int first(int slot) {
      return slot / blocks() * channels + slot % blocks() * PixelTile.BLOCK;
    }

    @Override
    public int real(int slot) {
      return Math.min(PixelTile.BLOCK, channels - slot % blocks() * PixelTile.BLOCK);
    }

    @Override
    public int width(int slot) {
      return PixelTile.BLOCK;
    }

    @Override
    public int widest() {
      return PixelTile.BLOCK;
    }
  }
}
