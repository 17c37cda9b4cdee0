/* Runs the instructions of AMX on a processor of x86-64 that has none: preloaded (LD_PRELOAD), it catches SIGILL and
   does what Intel's manual says (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, the pages of
   LDTILECFG, STTILECFG, TILELOADD, TILESTORED, TILEZERO, TILERELEASE, TDPBF16PS and TDPBSSD...TDPBUUD, and volume 1,
   chapter 18, for palette 1). What would be #UD ends the process by SIGILL, what would be #GP by SIGSEGV.

   It also answers arch_prctl(ARCH_REQ_XCOMP_PERM) where a program asks by libc's `syscall`: as Linux does, instructions
   on tiles are #UD until a process has asked. AMX_EMULATOR=refuse in the environment refuses. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { NUM_TILES = 8, MAX_ROWS = 16, BYTES_PER_ROW = 64 };

/* TILECFG and TILEDATA of a thread. */
struct tiles {
  uint8_t palette, start_row;
  uint16_t colsb[NUM_TILES];
  uint8_t rows[NUM_TILES];
  uint8_t data[NUM_TILES][MAX_ROWS][BYTES_PER_ROW];
};

static __thread struct tiles tiles __attribute__((tls_model("initial-exec")));
static int has_permission;
long amx_emulator_products; /* of tiles, by all threads */

enum outcome { DONE, UNDEFINED, PROTECTION };

/* -- LDTILECFG, STTILECFG, TILERELEASE ------------------------------------------------------------------------- */

static int is_zero(const uint8_t *bytes, int from, int to) {
  for (int i = from; i <= to; ++i)
    if (bytes[i])
      return 0;
  return 1;
}

static enum outcome load_configuration(const uint8_t *buffer) {
  struct tiles next;
  memset(&next, 0, sizeof next);
  next.palette = buffer[0];
  if (next.palette > 1)
    return PROTECTION;
  if (next.palette != 0) {
    next.start_row = buffer[1];
    if (!is_zero(buffer, 2, 15) || !is_zero(buffer, 32, 47) || !is_zero(buffer, 56, 63))
      return PROTECTION;
    for (int i = 0; i < NUM_TILES; ++i) {
      memcpy(&next.colsb[i], buffer + 16 + 2 * i, 2);
      next.rows[i] = buffer[48 + i];
      if (next.colsb[i] > BYTES_PER_ROW || next.rows[i] > MAX_ROWS || (next.colsb[i] == 0) != (next.rows[i] == 0))
        return PROTECTION;
    }
  }
  tiles = next; /* all data are zero */
  return DONE;
}

static void store_configuration(uint8_t *buffer) {
  memset(buffer, 0, 64);
  if (tiles.palette == 0)
    return;
  buffer[0] = tiles.palette;
  buffer[1] = tiles.start_row;
  memcpy(buffer + 16, tiles.colsb, sizeof tiles.colsb);
  memcpy(buffer + 48, tiles.rows, sizeof tiles.rows);
}

/* -- TILELOADD, TILESTORED, TILEZERO --------------------------------------------------------------------------- */

static int is_valid(int tile) { return tiles.palette != 0 && tiles.rows[tile] != 0; }

static void load_tile(int tile, const uint8_t *start, int64_t stride) {
  memset(tiles.data[tile], 0, sizeof tiles.data[tile]);
  for (int row = 0; row < tiles.rows[tile]; ++row)
    memcpy(tiles.data[tile][row], start + row * stride, tiles.colsb[tile]);
}

static void store_tile(int tile, uint8_t *start, int64_t stride) {
  for (int row = 0; row < tiles.rows[tile]; ++row)
    memcpy(start + row * stride, tiles.data[tile][row], tiles.colsb[tile]);
}

/* -- TDP... ---------------------------------------------------------------------------------------------------- */

/* Subnormal numbers are taken for zeros, and made zeros. */
static float flush(float x) { return fpclassify(x) == FP_SUBNORMAL ? copysignf(0, x) : x; }

static float from_bf16(const uint8_t *bytes) {
  uint32_t bits = (uint32_t)(bytes[0] | bytes[1] << 8) << 16;
  float value;
  memcpy(&value, &bits, 4);
  return flush(value);
}

static void multiply_bf16(int sums, int a, int b) {
  int depth = tiles.colsb[a] / 4, columns = tiles.colsb[sums] / 4;
  for (int m = 0; m < tiles.rows[sums]; ++m) {
    float part[2 * BYTES_PER_ROW / 4] = {0};
    for (int k = 0; k < depth; ++k)
      for (int n = 0; n < columns; ++n)
        for (int i = 0; i < 2; ++i)
          part[2 * n + i] = flush(fmaf(from_bf16(&tiles.data[a][m][4 * k + 2 * i]),
                                       from_bf16(&tiles.data[b][k][4 * n + 2 * i]), part[2 * n + i]));
    for (int n = 0; n < columns; ++n) {
      float old;
      memcpy(&old, &tiles.data[sums][m][4 * n], 4);
      float sum = flush(flush(old) + flush(part[2 * n] + part[2 * n + 1]));
      memcpy(&tiles.data[sums][m][4 * n], &sum, 4);
    }
  }
}

static void multiply_bytes(int sums, int a, int b, int is_signed_a, int is_signed_b) {
  int depth = tiles.colsb[a] / 4, columns = tiles.colsb[sums] / 4;
  for (int m = 0; m < tiles.rows[sums]; ++m)
    for (int n = 0; n < columns; ++n) {
      uint32_t sum;
      memcpy(&sum, &tiles.data[sums][m][4 * n], 4);
      for (int k = 0; k < depth; ++k)
        for (int i = 0; i < 4; ++i) {
          uint8_t x = tiles.data[a][m][4 * k + i], y = tiles.data[b][k][4 * n + i];
          sum += (uint32_t)((is_signed_a ? (int8_t)x : x) * (is_signed_b ? (int8_t)y : y));
        }
      memcpy(&tiles.data[sums][m][4 * n], &sum, 4);
    }
}

static int fits(int sums, int a, int b) {
  return sums != a && sums != b && a != b && is_valid(sums) && is_valid(a) && is_valid(b) && tiles.colsb[sums] % 4 == 0 &&
         tiles.colsb[a] % 4 == 0 && tiles.colsb[b] % 4 == 0 && tiles.rows[sums] == tiles.rows[a] &&
         tiles.colsb[a] / 4 == tiles.rows[b] && tiles.colsb[sums] == tiles.colsb[b];
}

/* -- Decoding -------------------------------------------------------------------------------------------------- */

static const int registers[16] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
                                  REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15};

struct operand {
  int mod, reg, rm;
  /* Of a memory operand: where it is, without the index, and the index, scaled. */
  uint8_t *base;
  int64_t index;
  int has_sib;
};

/* Reads ModRM and what follows, at `code`; returns what comes after. `extend` are R, X and B of the prefix. */
static const uint8_t *decode_operand(const uint8_t *code, const greg_t *values, const int extend[3], struct operand *to) {
  uint8_t modrm = *code++;
  to->mod = modrm >> 6;
  to->reg = (modrm >> 3 & 7) | extend[0] << 3;
  to->rm = modrm & 7;
  to->index = 0;
  to->has_sib = 0;
  if (to->mod == 3) {
    to->rm |= extend[2] << 3;
    return code;
  }
  int64_t base = 0;
  int is_relative = 0, has_disp32 = to->mod == 2;
  if (to->rm == 4) {
    uint8_t sib = *code++;
    int index = (sib >> 3 & 7) | extend[1] << 3;
    to->has_sib = 1;
    if (index != 4)
      to->index = values[registers[index]] << (sib >> 6);
    if ((sib & 7) == 5 && to->mod == 0)
      has_disp32 = 1;
    else
      base = values[registers[(sib & 7) | extend[2] << 3]];
  } else if (to->rm == 5 && to->mod == 0) {
    is_relative = has_disp32 = 1;
  } else {
    base = values[registers[to->rm | extend[2] << 3]];
  }
  if (to->mod == 1) {
    base += (int8_t)*code++;
  } else if (has_disp32) {
    int32_t distance;
    memcpy(&distance, code, 4);
    code += 4;
    base += distance;
  }
  if (is_relative)
    base += (int64_t)code;
  to->base = (uint8_t *)base;
  return code;
}

enum prefix { NP, P66, PF3, PF2 };

/* Runs the instruction at `*place`, and moves that behind it. */
static enum outcome run(const uint8_t **place, const greg_t *values) {
  const uint8_t *code = *place;
  /* VEX of three bytes: 128 bits, W0, map 0F38. */
  if (code[0] != 0xC4 || (code[1] & 31) != 2 || code[2] & 0x84)
    return UNDEFINED;
  int extend[3] = {!(code[1] & 0x80), !(code[1] & 0x40), !(code[1] & 0x20)};
  int other = ~(code[2] >> 3) & 15;
  enum prefix prefix = code[2] & 3;
  uint8_t opcode = code[3];
  struct operand to;
  *place = decode_operand(code + 4, values, extend, &to);
  if (!has_permission)
    return UNDEFINED;
  int is_memory = to.mod != 3;
  if (opcode == 0x49) {
    if (other != 0)
      return UNDEFINED;
    if (is_memory && to.reg == 0 && prefix == NP)
      return load_configuration(to.base + to.index);
    if (is_memory && to.reg == 0 && prefix == P66)
      return store_configuration(to.base + to.index), DONE;
    if (!is_memory && prefix == NP && to.reg == 0 && to.rm == 0)
      return memset(&tiles, 0, sizeof tiles), DONE;
    if (!is_memory && prefix == PF2 && to.rm == 0 && to.reg < NUM_TILES && is_valid(to.reg))
      return memset(tiles.data[to.reg], 0, sizeof tiles.data[to.reg]), DONE;
    return UNDEFINED;
  }
  if (opcode == 0x4B) {
    if (!is_memory || !to.has_sib || other != 0 || to.reg >= NUM_TILES || !is_valid(to.reg))
      return UNDEFINED;
    if (prefix == PF2 || prefix == P66) /* TILELOADD, TILELOADDT1 */
      load_tile(to.reg, to.base, to.index);
    else if (prefix == PF3)
      store_tile(to.reg, to.base, to.index);
    else
      return UNDEFINED;
    tiles.start_row = 0;
    return DONE;
  }
  if (is_memory || to.reg >= NUM_TILES || to.rm >= NUM_TILES || other >= NUM_TILES || !fits(to.reg, to.rm, other))
    return UNDEFINED;
  if (opcode == 0x5C && prefix == PF3)
    multiply_bf16(to.reg, to.rm, other);
  else if (opcode == 0x5E)
    multiply_bytes(to.reg, to.rm, other, prefix == PF2 || prefix == PF3, prefix == PF2 || prefix == P66);
  else
    return UNDEFINED;
  __atomic_fetch_add(&amx_emulator_products, 1, __ATOMIC_RELAXED);
  tiles.start_row = 0;
  return DONE;
}

static void on_illegal(int number, siginfo_t *info, void *context) {
  (void)info;
  greg_t *values = ((ucontext_t *)context)->uc_mcontext.gregs;
  const uint8_t *code = (const uint8_t *)values[REG_RIP];
  enum outcome outcome = run(&code, values);
  if (outcome == DONE) {
    values[REG_RIP] = (greg_t)code;
    return;
  }
  /* Raised when the handler returns. */
  number = outcome == PROTECTION ? SIGSEGV : SIGILL;
  signal(number, SIG_DFL);
  raise(number);
}

/* -- The system ------------------------------------------------------------------------------------------------ */

/* In place of libc's. */
long syscall(long number, ...) {
  va_list list;
  va_start(list, number);
  long given[6];
  for (int i = 0; i < 6; ++i)
    given[i] = va_arg(list, long);
  va_end(list);
  if (number == SYS_arch_prctl && given[0] == 0x1023 && given[1] == 18) {
    const char *mode = getenv("AMX_EMULATOR");
    if (mode && strcmp(mode, "refuse") == 0) {
      errno = EINVAL;
      return -1;
    }
    has_permission = 1;
    return 0;
  }
  static long (*original)(long, ...);
  if (!original)
    original = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  return original(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}

__attribute__((constructor)) static void start(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_illegal;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  sigaction(SIGILL, &action, NULL);
}
