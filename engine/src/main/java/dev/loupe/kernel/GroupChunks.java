package dev.loupe.kernel;

/// The numbers of a [GroupGeometry] that are needed for each chunk, worked out once.
final class GroupChunks {
  /// How many chunks a unit has.
  final int count;

  /// How many channels a group has.
  final int own;

  private final int unitValues;
  private final int chunkValues;
  private final int channels;

  GroupChunks(GroupGeometry g) {
    this.count = g.chunks();
    this.own = g.groupChannels();
    this.unitValues = g.unitValues();
    this.chunkValues = g.chunkValues();
    this.channels = g.channels();
  }

  /// The unit that a chunk belongs to.
  int unit(int item) {
    return count == 1 ? item : item / count;
  }

  /// The index of a chunk's first value.
  int start(int item) {
    return count == 1 ? item * unitValues : item / count * unitValues + item % count * chunkValues;
  }

  /// How many values a chunk has.
  int length(int item) {
    return count == 1 ? unitValues : Math.min(chunkValues, unitValues - item % count * chunkValues);
  }

  /// The channel of the value at an index.
  int channel(int at) {
    return unitValues == channels && count == 1 ? 0 : at % channels;
  }
}
