package dev.loupe.kernel;

import java.util.List;

/// Several tensors cut into chunks of at most 16,384 values, and the chunks dealt to pieces of
/// about as many: from the lengths alone.
final class ChunkTable {
  static final int MOST = 16_384;

  private final int[] tensors;
  private final int[] starts;
  private final int[] lengths;
  // The first chunk of each piece, then the number of chunks.
  private final int[] first;

  ChunkTable(List<Integer> tensorLengths) {
    int count = 0;
    for (int length : tensorLengths) {
      count += (length + MOST - 1) / MOST;
    }
    tensors = new int[count];
    starts = new int[count];
    lengths = new int[count];
    int chunk = 0;
    for (int i = 0; i < tensorLengths.size(); i++) {
      int length = tensorLengths.get(i);
      for (int start = 0; start < length; start += MOST) {
        tensors[chunk] = i;
        starts[chunk] = start;
        lengths[chunk++] = Math.min(MOST, length - start);
      }
    }
    int[] ends = new int[count + 1];
    int pieces = 0;
    int filled = 0;
    for (int c = 0; c < count; c++) {
      if (c > 0 && filled + lengths[c] > MOST) {
        ends[++pieces] = c;
        filled = 0;
      }
      filled += lengths[c];
    }
    ends[++pieces] = count;
    first = java.util.Arrays.copyOf(ends, pieces + 1);
  }

  int pieces() {
    return first.length - 1;
  }

  /// The first chunk of a piece.
  int from(int piece) {
    return first[piece];
  }

  /// The end of a piece's chunks, exclusive.
  int to(int piece) {
    return first[piece + 1];
  }

  /// Which tensor a chunk is of.
  int tensor(int chunk) {
    return tensors[chunk];
  }

  /// Where in its tensor a chunk starts.
  int start(int chunk) {
    return starts[chunk];
  }

  /// How many values a chunk has.
  int length(int chunk) {
    return lengths[chunk];
  }
}
