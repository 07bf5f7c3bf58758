package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

final class FoldsTest {
  private static final Shape SHAPE = Shape.of(1, 1);

  /// Sample i has the value i.
  private static Dataset data(int size, IntUnaryOperator labels, IntFunction<String> groups) {
    return new Dataset() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Shape shape() {
        return SHAPE;
      }

      @Override
      public List<String> classes() {
        return List.of("a", "b", "c");
      }

      @Override
      public int label(int index) {
        return labels.applyAsInt(index);
      }

      @Override
      public String group(int index) {
        return groups.apply(index);
      }

      @Override
      public void read(int index, Tensor into) {
        into.set(0, index);
      }

      @Override
      public Card card() {
        return new Card("numbers", "", "", "", "sha256:" + size);
      }
    };
  }

  private static List<Integer> values(Dataset dataset) {
    List<Integer> values = new ArrayList<>();
    Tensor sample = Tensor.zeros(SHAPE);
    for (int i = 0; i < dataset.size(); i++) {
      dataset.read(i, sample);
      values.add((int) sample.get(0));
    }
    return values;
  }

  private static long count(Dataset dataset, int label) {
    return values(dataset).stream().filter(i -> label(i) == label).count();
  }

  /// 70 %, 20 % and 10 %.
  private static int label(int index) {
    return index % 10 < 7 ? 0 : index % 10 < 9 ? 1 : 2;
  }

  @Test
  void everySampleIsTheTestOnceAndClassesAreEven() {
    List<Splits> folds = Folds.balanced(data(203, FoldsTest::label, i -> ""), 5, 3);
    List<Integer> all = new ArrayList<>();
    for (Splits fold : folds) {
      assertThat(fold.train().size() + fold.test().size()).isEqualTo(203);
      assertThat(values(fold.train())).doesNotContainAnyElementsOf(values(fold.test()));
      all.addAll(values(fold.test()));
      // 143, 40 and 20 samples over five folds.
      assertThat(count(fold.test(), 0)).isBetween(28L, 29L);
      assertThat(count(fold.test(), 1)).isEqualTo(8);
      assertThat(count(fold.test(), 2)).isEqualTo(4);
    }
    assertThat(new TreeSet<>(all)).hasSize(203);
    assertThat(all).hasSize(203);
  }

  @Test
  void groupsStayWholeAndClassesAreNearlyEven() {
    Dataset data = data(400, FoldsTest::label, i -> "g" + i * i % 37);
    List<Splits> folds = Folds.balanced(data, 4, 0);
    for (Splits fold : folds) {
      assertThat(Leak.between(fold.train(), fold.test()).found()).isFalse();
      assertThat(fold.test().size()).isBetween(70, 130);
      assertThat(count(fold.test(), 2)).isBetween(6L, 14L);
    }
  }

  @Test
  void aDivisionHangsOnTheSeed() {
    Dataset data = data(60, FoldsTest::label, i -> "");
    List<Integer> first = values(Folds.balanced(data, 3, 1).getFirst().test());
    assertThat(values(Folds.balanced(data, 3, 1).getFirst().test())).isEqualTo(first);
    assertThat(values(Folds.balanced(data, 3, 2).getFirst().test())).isNotEqualTo(first);
  }

  @Test
  void thereAreAtMostAsManyFoldsAsGroups() {
    Dataset data = data(60, FoldsTest::label, i -> "g" + i % 3);
    assertThat(Folds.balanced(data, 3, 0)).allMatch(f -> Leak.names(f.test()).size() == 1);
    for (int count : new int[] {0, 1, 4}) {
      assertThatThrownBy(() -> Folds.balanced(data, count, 0))
          .isInstanceOf(LoupeException.class)
          .hasMessageContaining("the number of folds is out of range")
          .hasMessageContaining("expected: 2 to 3, as there are so many groups or samples")
          .hasMessageContaining("got: " + count);
    }
  }

  @Test
  void partsAreJoinedInOrder() {
    Dataset one = data(3, i -> 0, i -> "x");
    Dataset two = data(2, i -> 1, i -> "");
    Dataset both = Joined.of(new Splits(one, two));
    assertThat(values(both)).containsExactly(0, 1, 2, 0, 1);
    assertThat(both.label(2)).isZero();
    assertThat(both.label(3)).isEqualTo(1);
    assertThat(both.group(2)).isEqualTo("x");
    assertThat(both.group(4)).isEmpty();
    assertThat(both.card().hash()).isNotEqualTo(Joined.of(new Splits(two, one)).card().hash());
    Dataset other = Subset.of(Digits.splits(1, 1).train(), 0);
    assertThatThrownBy(() -> Joined.of(new Splits(one, other)))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("the parts of the data can't be joined");
  }
}
