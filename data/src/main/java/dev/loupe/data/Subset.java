package dev.loupe.data;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Some samples of a dataset, in an order of their own.
///
/// Classes, targets and groups are those of the whole. The hash on the card is that of the
/// whole and of the indices.
public final class Subset implements Dataset {
  private final Dataset whole;
  private final int[] indices;
  private final Card card;

  private Subset(Dataset whole, int[] indices) {
    this.whole = whole;
    this.indices = indices;
    Card all = whole.card();
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(4, indices.length));
    bytes.asIntBuffer().put(indices);
    this.card =
        new Card(
            all.name(),
            all.description() + " (" + indices.length + " of " + whole.size() + " samples)",
            all.source(),
            all.licence(),
            Sha256.of(all.hash().getBytes(StandardCharsets.UTF_8), bytes.array()));
  }

  /// These samples.
  ///
  /// @param indices in the whole, at least one; a sample may come more than once
  public static Subset of(Dataset whole, int... indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException("a subset without samples");
    }
    for (int index : indices) {
      if (index < 0 || index >= whole.size()) {
        throw new IllegalArgumentException("no sample " + index + " of " + whole.size());
      }
    }
    return new Subset(whole, indices.clone());
  }

  /// Where a sample is in the whole.
  public int index(int index) {
    return indices[index];
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Shape shape() {
    return whole.shape();
  }

  @Override
  public List<String> classes() {
    return whole.classes();
  }

  @Override
  public Target target() {
    return whole.target();
  }

  @Override
  public void readTarget(int index, Tensor into) {
    whole.readTarget(indices[index], into);
  }

  @Override
  public int label(int index) {
    return whole.label(indices[index]);
  }

  @Override
  public String group(int index) {
    return whole.group(indices[index]);
  }

  @Override
  public void read(int index, Tensor into) {
    whole.read(indices[index], into);
  }

  @Override
  public Card card() {
    return card;
  }
}
