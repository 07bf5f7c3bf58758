package dev.loupe.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.loupe.kernel.Axis;
import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.problems.ConvolutionProblems.Row;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;

/// A convolution of oneDNN, in the layouts that it likes best for all three tensors; bringing
/// values into them is not part of a run.
final class OneDnnConvolution implements Runnable, AutoCloseable {
  /// How oneDNN is asked to compute.
  enum Algorithm {
    DIRECT(1),
    WINOGRAD(2),
    AUTO(3);

    private final int code;

    Algorithm(int code) {
      this.code = code;
    }
  }

  private static final int FLOAT = 3;
  private static final int ANY = 1;
  private static final int FORWARD_TRAINING = 64;
  private static final int QUERY_IMPLEMENTATION = 8;
  private static final MemorySegment NULL = MemorySegment.NULL;
  private static final MemorySegment ALLOCATE = MemorySegment.ofAddress(-1);
  private static final int ARGUMENT_BYTES = 16;

  private static final MethodHandle EXECUTE =
      handle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
  private static final MethodHandle WAIT = handle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final OneDnn library;
  private final Row row;
  private final List<OneDnnPart> parts;
  private final Arena arena = Arena.ofShared();
  private final Deque<Handle> handles = new ArrayDeque<>();
  private final List<MemorySegment> layouts = new ArrayList<>();
  private final List<MemorySegment> memories = new ArrayList<>();
  private final MemorySegment primitive;
  private final MemorySegment arguments;
  private final String implementation;
  private final MemorySegment execute;
  private final MemorySegment await;

  private record Handle(String destroy, MemorySegment address) {}

  /// @throws OneDnnMissing if the library has no such algorithm for this convolution
  OneDnnConvolution(OneDnn library, Row row, Direction direction, Algorithm algorithm)
      throws OneDnnMissing {
    this.library = library;
    this.row = row;
    this.parts = OneDnnPart.of(direction);
    library.oneThread();
    execute = library.symbol("dnnl_primitive_execute");
    await = library.symbol("dnnl_stream_wait");
    boolean made = false;
    try {
      MemorySegment description = describe(direction, algorithm);
      implementation = implementation(description);
      primitive =
          keep("dnnl_primitive_destroy", library.make("dnnl_primitive_create", description));
      arguments = arena.allocate(ARGUMENT_BYTES * (long) parts.size(), 8);
      for (int i = 0; i < parts.size(); i++) {
        int query = parts.get(i).query(direction);
        MemorySegment layout = library.get("dnnl_primitive_desc_query_md", description, query, 0);
        MemorySegment memory = memory(layout, ALLOCATE);
        layouts.add(layout);
        memories.add(memory);
        argument(arguments, i, parts.get(i).argument(direction), memory);
      }
      made = true;
    } finally {
      if (!made) {
        close();
      }
    }
  }

  /// What the library calls the code that it took.
  String implementation() {
    return implementation;
  }

  /// Copies values of Loupe's layout into an input.
  void input(int i, Tensor values) throws OneDnnMissing {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment plain = own.allocate(4L * values.length(), 64);
      MemorySegment.copy(values.data(), values.offset(), plain, JAVA_FLOAT, 0, values.length());
      MemorySegment layout = plainLayout(parts.get(i));
      reorder(layout, memory(layout, plain), layouts.get(i), memories.get(i));
    }
  }

  /// Copies the result out, into Loupe's layout.
  void output(Tensor values) throws OneDnnMissing {
    int i = parts.size() - 1;
    try (Arena own = Arena.ofConfined()) {
      MemorySegment plain = own.allocate(4L * values.length(), 64);
      MemorySegment layout = plainLayout(parts.get(i));
      reorder(layouts.get(i), memories.get(i), layout, memory(layout, plain));
      MemorySegment.copy(plain, JAVA_FLOAT, 0, values.data(), values.offset(), values.length());
    }
  }

  @Override
  public void run() {
    try {
      MemorySegment stream = library.stream();
      int status = (int) EXECUTE.invokeExact(execute, primitive, stream, parts.size(), arguments);
      status |= (int) WAIT.invokeExact(await, stream);
      if (status != 0) {
        throw new IllegalStateException("oneDNN failed with status " + status);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (Handle h : handles) {
        library.call(h.destroy(), h.address());
      }
    } catch (OneDnnMissing e) {
      throw new IllegalStateException(e);
    } finally {
      arena.close();
    }
  }

  private MemorySegment describe(Direction direction, Algorithm algorithm) throws OneDnnMissing {
    MemorySegment forward = describe(Direction.FORWARD, algorithm, NULL);
    return direction == Direction.FORWARD ? forward : describe(direction, algorithm, forward);
  }

  /// The three functions take the same arguments but for the purpose of a forward convolution, the
  /// bias, which backward data has none of, and the forward convolution that belongs to a backward.
  private MemorySegment describe(Direction direction, Algorithm algorithm, MemorySegment forward)
      throws OneDnnMissing {
    List<Object> all = new ArrayList<>();
    all.add(library.engine());
    if (direction == Direction.FORWARD) {
      all.add(FORWARD_TRAINING);
    }
    all.add(algorithm.code);
    all.add(anyLayout(OneDnnPart.SOURCE));
    all.add(anyLayout(OneDnnPart.WEIGHTS));
    if (direction != Direction.BACK_DATA) {
      all.add(NULL);
    }
    all.add(anyLayout(OneDnnPart.TARGET));
    all.add(axes(Axis::stride));
    all.add(axes(a -> a.dilation() - 1));
    all.add(axes(Axis::before));
    all.add(axes(Axis::after));
    if (direction != Direction.FORWARD) {
      all.add(forward);
    }
    all.add(NULL);
    String kind =
        switch (direction) {
          case FORWARD -> "forward";
          case BACK_DATA -> "backward_data";
          case BACK_WEIGHTS -> "backward_weights";
        };
    String create = "dnnl_convolution_" + kind + "_primitive_desc_create";
    return description(library.make(create, all.toArray()));
  }

  private String implementation(MemorySegment description) throws OneDnnMissing {
    MemorySegment name = arena.allocate(ADDRESS);
    library.call("dnnl_primitive_desc_query", description, QUERY_IMPLEMENTATION, 0, name);
    return OneDnn.text(name.get(ADDRESS, 0));
  }

  private void reorder(
      MemorySegment fromLayout, MemorySegment from, MemorySegment toLayout, MemorySegment to)
      throws OneDnnMissing {
    MemorySegment engine = library.engine();
    MemorySegment description =
        description(
            library.make(
                "dnnl_reorder_primitive_desc_create", fromLayout, engine, toLayout, engine, NULL));
    MemorySegment reorder =
        keep("dnnl_primitive_destroy", library.make("dnnl_primitive_create", description));
    try (Arena own = Arena.ofConfined()) {
      MemorySegment both = own.allocate(2 * ARGUMENT_BYTES, 8);
      argument(both, 0, OneDnnPart.SOURCE.argument(Direction.FORWARD), from);
      argument(both, 1, OneDnnPart.TARGET.argument(Direction.FORWARD), to);
      library.call("dnnl_primitive_execute", reorder, library.stream(), 2, both);
      library.call("dnnl_stream_wait", library.stream());
    }
  }

  private static void argument(MemorySegment all, int i, int code, MemorySegment memory) {
    all.set(JAVA_INT, (long) i * ARGUMENT_BYTES, code);
    all.set(ADDRESS, (long) i * ARGUMENT_BYTES + 8, memory);
  }

  private MemorySegment anyLayout(OneDnnPart part) throws OneDnnMissing {
    return layout("dnnl_memory_desc_create_with_tag", part.sizes(row), ANY);
  }

  private MemorySegment plainLayout(OneDnnPart part) throws OneDnnMissing {
    MemorySegment strides = arena.allocateFrom(JAVA_LONG, part.strides(row));
    return layout("dnnl_memory_desc_create_with_strides", part.sizes(row), strides);
  }

  private MemorySegment layout(String create, long[] sizes, Object how) throws OneDnnMissing {
    MemorySegment dims = arena.allocateFrom(JAVA_LONG, sizes);
    return keep("dnnl_memory_desc_destroy", library.make(create, sizes.length, dims, FLOAT, how));
  }

  private MemorySegment axes(ToLongFunction<Axis> what) {
    long[] values = row.window().axes().stream().mapToLong(what).toArray();
    return arena.allocateFrom(JAVA_LONG, values);
  }

  private MemorySegment memory(MemorySegment layout, MemorySegment data) throws OneDnnMissing {
    return keep(
        "dnnl_memory_destroy", library.make("dnnl_memory_create", layout, library.engine(), data));
  }

  private MemorySegment description(MemorySegment address) {
    return keep("dnnl_primitive_desc_destroy", address);
  }

  /// Notes what has to be destroyed, the newest first.
  private MemorySegment keep(String destroy, MemorySegment address) {
    handles.push(new Handle(destroy, address));
    return address;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(type);
  }
}
