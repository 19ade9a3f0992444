package dev.lockstep.verify;

import dev.lockstep.model.Digest;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes lines that {@code md5sum -c} and {@code sha256sum -c} take: the digest in hexadecimal, two
 * blanks, and the path's own bytes. Where the path holds a backslash, a newline or a carriage
 * return, these are written {@code \\}, {@code \n} and {@code \r}, and the line begins with a
 * backslash, as GNU coreutils has it. For one thread.
 */
public final class ChecksumLines {
  private static final String SEPARATOR = "  ";

  private final OutputStream out;
  private final ByteArrayOutputStream path = new ByteArrayOutputStream();
  private boolean isEscaped;

  public ChecksumLines(OutputStream out) {
    this.out = out;
  }

  /** Writes the line of a file. */
  public void write(RelativePath file, Digest digest) throws IOException {
    path.reset();
    isEscaped = false;
    for (Name name : file.names()) {
      if (path.size() > 0) {
        path.write('/');
      }
      append(name.toBytes());
    }
    if (isEscaped) {
      out.write('\\');
    }
    out.write((digest.hex() + SEPARATOR).getBytes(StandardCharsets.US_ASCII));
    path.writeTo(out);
    out.write('\n');
  }

  private void append(byte[] name) {
    for (byte b : name) {
      switch (b) {
        case '\\' -> escape('\\');
        case '\n' -> escape('n');
        case '\r' -> escape('r');
        default -> path.write(b);
      }
    }
  }

  private void escape(char letter) {
    isEscaped = true;
    path.write('\\');
    path.write(letter);
  }
}
