// Intel Xeon Platinum 8480+ ("Sapphire Rapids"), one socket. Peaks are what the cores can issue in a cycle, times the clock.
#ark = "Intel ARK, Xeon Platinum 8480+, https://ark.intel.com/content/www/us/en/ark/products/231746.html"
#manual = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966, chapter on the Golden Cove microarchitecture"
#fma = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966: two 512-bit FMA units in each core"
#vnni = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966: VPDPBUSD on both 512-bit units, 64 products each"
#amx = "Intel, Accelerate Artificial Intelligence Workloads with Intel Advanced Matrix Extensions, 2022: 2048 operations on int8 and 1024 on bf16 in a cycle of a core"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "intel-xeon-8480" = #dlti.target_device_spec<
      "description" = "Intel Xeon Platinum 8480+, 56 cores, Sapphire Rapids, AVX-512, AMX",
      "kind" = "cpu",
      "processor" = "sapphirerapids",
      "cores" = #dlti.map<"count" = 56, "source" = #ark>,
      "clock" = #dlti.map<"hz" = [2.0e9, 3.0e9], "hz_of_one_core" = [2.0e9, 3.8e9], "source" = "Intel ARK: base and maximum turbo; Intel, 4th Gen Xeon Scalable processors: turbo with all cores; heavy AVX-512 and AMX code may run below the base">,
      "power" = #dlti.map<"watts" = 350, "source" = #ark>,
      "rates" = #dlti.map<
        "vector" = #dlti.map<
          f32 = #dlti.map<"ops_per_cycle" = 64, "source" = #fma>,
          f64 = #dlti.map<"ops_per_cycle" = 32, "source" = #fma>,
          f16 = #dlti.map<"ops_per_cycle" = 128, "source" = #fma>,
          (i8) -> i32 = #dlti.map<"ops_per_cycle" = 256, "source" = #vnni>>,
        "matrix" = #dlti.map<
          (bf16) -> f32 = #dlti.map<"ops_per_cycle" = 1024, "source" = #amx>,
          (i8) -> i32 = #dlti.map<"ops_per_cycle" = 2048, "source" = #amx>>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 49152, "line" = 64, "ways" = 12, "cores" = 1, "source" = #manual,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 128, "source" = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966: two 64-byte loads in a cycle">>,
        "L2" = #dlti.map<"bytes" = 2097152, "line" = 64, "ways" = 16, "cores" = 1, "source" = #manual,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = [48, 64], "source" = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966, Golden Cove: sustained and peak bandwidth of the L2">>,
        "L3" = #dlti.map<"bytes" = 110100480, "line" = 64, "ways" = 15, "cores" = 56, "source" = "Intel ARK: 105 MB; 1.875 MB for each core, 15 ways">,
        "DRAM" = #dlti.map<"bytes" = 4398046511104, "cores" = 56, "source" = #ark,
          "bandwidth" = #dlti.map<"bytes_per_second" = 307.2e9, "source" = "Intel ARK: 8 channels of DDR5-4800, 8 bytes each">>>,
      "links" = #dlti.map<
        "pcie" = #dlti.map<"bytes_per_second" = 63.0e9, "source" = "PCI Express 5.0, 16 lanes of 32 GT/s, 128b/130b encoding">>>>
} {}
