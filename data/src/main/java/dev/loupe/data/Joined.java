package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The samples of several datasets, one after another.
///
/// All have the same shape and classes. The hash on the card is that of the parts' hashes.
public final class Joined implements Dataset {
  private final List<Dataset> parts;
  // Where each part begins, and where the last one ends.
  private final int[] starts;
  private final Card card;

  private Joined(List<Dataset> parts) {
    this.parts = List.copyOf(parts);
    this.starts = new int[parts.size() + 1];
    List<String> hashes = new ArrayList<>();
    for (int p = 0; p < parts.size(); p++) {
      starts[p + 1] = Math.addExact(starts[p], parts.get(p).size());
      hashes.add(parts.get(p).card().hash());
    }
    Card first = parts.getFirst().card();
    this.card =
        new Card(
            first.name(),
            first.description() + " (" + parts.size() + " parts, " + size() + " samples)",
            first.source(),
            first.licence(),
            Sha256.of(String.join("\n", hashes).getBytes(StandardCharsets.UTF_8)));
  }

  /// All samples of these datasets.
  ///
  /// @param parts at least one
  /// @throws LoupeException if their samples have different shapes or classes
  public static Dataset of(List<Dataset> parts) {
    Dataset first = parts.getFirst();
    for (Dataset part : parts) {
      if (!part.shape().equals(first.shape()) || !part.classes().equals(first.classes())) {
        throw LoupeException.of("the parts of the data can't be joined")
            .expected("samples of " + first.shape() + " in " + first.classes().size() + " classes")
            .got("samples of " + part.shape() + " in " + part.classes().size() + " classes")
            .at(part.card().name());
      }
    }
    return parts.size() == 1 ? first : new Joined(parts);
  }

  /// All samples of the parts of some data: what is learned from, chosen by and judged by.
  public static Dataset of(Splits splits) {
    List<Dataset> parts = new ArrayList<>(List.of(splits.train()));
    Dataset validation = splits.validation();
    if (validation != null) {
      parts.add(validation);
    }
    parts.add(splits.test());
    return of(parts);
  }

  private int part(int index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException("no sample " + index + " of " + size());
    }
    int part = 0;
    while (index >= starts[part + 1]) {
      part++;
    }
    return part;
  }

  @Override
  public int size() {
    return starts[starts.length - 1];
  }

  @Override
  public Shape shape() {
    return parts.getFirst().shape();
  }

  @Override
  public List<String> classes() {
    return parts.getFirst().classes();
  }

  @Override
  public int label(int index) {
    int part = part(index);
    return parts.get(part).label(index - starts[part]);
  }

  @Override
  public String group(int index) {
    int part = part(index);
    return parts.get(part).group(index - starts[part]);
  }

  @Override
  public void read(int index, Tensor into) {
    int part = part(index);
    parts.get(part).read(index - starts[part], into);
  }

  @Override
  public Card card() {
    return card;
  }
}
