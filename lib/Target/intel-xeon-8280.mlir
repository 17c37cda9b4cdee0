// Intel Xeon Platinum 8280 ("Cascade Lake"), one socket. Peaks are what the cores can issue in a cycle, times the clock.
#ark = "Intel ARK, Xeon Platinum 8280, https://ark.intel.com/content/www/us/en/ark/products/192478.html"
#manual = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966, chapter on the Skylake Server microarchitecture"
#fma = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966: two 512-bit FMA units in each core"
#vnni = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966: VPDPBUSD on both 512-bit units, 64 products each"
#avx512 = #dlti.map<"hz" = [1.8e9, 2.4e9], "hz_of_one_core" = [1.8e9, 4.0e9], "source" = "Intel, Second Generation Xeon Scalable Processors Specification Update, 338848: AVX-512 base and turbo with all 28 cores; one core, at most the maximum turbo">
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "intel-xeon-8280" = #dlti.target_device_spec<
      "description" = "Intel Xeon Platinum 8280, 28 cores, Cascade Lake, AVX-512",
      "kind" = "cpu",
      "processor" = "cascadelake",
      "cores" = #dlti.map<"count" = 28, "source" = #ark>,
      "clock" = #dlti.map<"hz" = [2.7e9, 3.3e9], "hz_of_one_core" = [2.7e9, 4.0e9], "source" = "Intel ARK: base and maximum turbo; Specification Update 338848: turbo with all cores">,
      "power" = #dlti.map<"watts" = 205, "source" = #ark>,
      "rates" = #dlti.map<
        "vector" = #dlti.map<
          f32 = #dlti.map<"ops_per_cycle" = 64, "clock" = #avx512, "source" = #fma>,
          f64 = #dlti.map<"ops_per_cycle" = 32, "clock" = #avx512, "source" = #fma>,
          (i8) -> i32 = #dlti.map<"ops_per_cycle" = 256, "clock" = #avx512, "source" = #vnni>>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 32768, "line" = 64, "ways" = 8, "cores" = 1, "source" = #manual,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 128, "source" = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966: two 64-byte loads in a cycle">>,
        "L2" = #dlti.map<"bytes" = 1048576, "line" = 64, "ways" = 16, "cores" = 1, "source" = #manual,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = [52, 64], "source" = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966, Skylake Server: sustained and peak bandwidth of the L2">>,
        "L3" = #dlti.map<"bytes" = 40370176, "line" = 64, "ways" = 11, "cores" = 28, "source" = "Intel ARK: 38.5 MB; Optimization Reference Manual: 1.375 MB for each core, 11 ways",
          "bandwidth" = #dlti.map<"bytes_per_cycle" = [15, 16], "source" = "Intel 64 and IA-32 Architectures Optimization Reference Manual, 248966, Skylake Server: sustained and peak bandwidth of the L3, for each core">>,
        "DRAM" = #dlti.map<"bytes" = 1099511627776, "cores" = 28, "source" = #ark,
          "bandwidth" = #dlti.map<"bytes_per_second" = 140.8e9, "source" = "Intel ARK: 6 channels of DDR4-2933, 8 bytes each">>>,
      "links" = #dlti.map<
        "pcie" = #dlti.map<"bytes_per_second" = 15.75e9, "source" = "PCI Express 3.0, 16 lanes of 8 GT/s, 128b/130b encoding">>>>
} {}
