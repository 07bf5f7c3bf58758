package dev.loupe.kernel;

/// What lies under the taps of a convolution, in blocks of 16 channels of one tap: the operand for
/// many channels.
final class TapSlots implements PixelSlots {
  private static final int BLOCK = PixelTile.BLOCK;

  private final int channels;
  private final int blocks;
  private final Slots cut;
  private final BlockGather gather;

  TapSlots(ConvolutionGeometry g) {
    this.channels = g.groupSource();
    this.blocks = Pieces.parts(channels, BLOCK);
    this.cut = new Slots.TapBlocks(g.taps(), channels);
    TapGrid grid = TapGrid.forward(g).get(0);
    this.gather =
        new BlockGather(
            new GridSpace(
                grid,
                g.batch(),
                g.groups(),
                g.sourceSizes(),
                channels,
                g.targetSizes(),
                g.groupTarget(),
                0));
  }

  @Override
  public Slots cut() {
    return cut;
  }

  @Override
  public void copy(
      float[] in,
      int start,
      int pixel0,
      int pixels,
      int slot0,
      int slot1,
      float[] out,
      int at,
      int step,
      int room) {
    int slot = slot0;
    while (slot < slot1) {
      int block = slot % blocks;
      // Whole taps together, or a part of one.
      int whole = block == 0 ? (slot1 - slot) / blocks : 0;
      int end = whole > 0 ? slot + whole * blocks : Math.min(slot1, slot - block + blocks);
      int count =
          whole > 0 ? channels : Math.min(channels, (block + end - slot) * BLOCK) - block * BLOCK;
      gather.gather(
          in,
          start + block * BLOCK,
          pixel0,
          pixels,
          slot / blocks,
          Math.max(1, whole),
          count,
          out,
          at + (slot - slot0) * step,
          step);
      slot = end;
    }
  }
}
