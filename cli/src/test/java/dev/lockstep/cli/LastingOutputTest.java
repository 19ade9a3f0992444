package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastingOutputTest {
  private final FullDisk disk = new FullDisk();
  private final List<IOException> told = new ArrayList<>();

  @Test
  @SuppressWarnings("resource") // memory only
  void losesWhatCannotBeWrittenTellsItOnceAndGoesOnAtALineOfItsOwn() throws IOException {
    OutputStream lasting = new LastingOutput(disk, told::add);

    lasting.write("one\n".getBytes(US_ASCII));
    disk.isFull = true;
    lasting.write("two\n".getBytes(US_ASCII));
    lasting.write("three\n".getBytes(US_ASCII));
    lasting.flush();
    disk.isFull = false;
    lasting.write("four\n".getBytes(US_ASCII));
    lasting.write("five\n".getBytes(US_ASCII));

    assertThat(disk.written.toString(US_ASCII)).isEqualTo("one\n\nfour\nfive\n");
    assertThat(told).hasSize(1);
  }

  /** Takes nothing while it is full. */
  private static final class FullDisk extends OutputStream {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean isFull;

    @Override
    public void write(int b) throws IOException {
      if (isFull) {
        throw new IOException("No space left on device");
      }
      written.write(b);
    }
  }
}
