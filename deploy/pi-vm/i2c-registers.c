// SPDX-License-Identifier: GPL-2.0
/*
 * Chips on an I2C bus that are nothing but 256 registers: a write sets the register to begin with and then its bytes, a
 * read gives the bytes from there on. The kernel's own i2c-stub speaks SMBus only, and Pi4J uses plain transfers.
 * An address that no chip has is not acknowledged, as on a real bus.
 */
#include <linux/i2c.h>
#include <linux/module.h>

#define MAX_CHIPS 8

static unsigned short chip_address[MAX_CHIPS];
static int chips;
module_param_array(chip_address, ushort, &chips, 0444);
MODULE_PARM_DESC(chip_address, "addresses that answer");

static int bus = 1;
module_param(bus, int, 0444);
MODULE_PARM_DESC(bus, "number of the bus, as in /dev/i2c-N");

static u8 registers[MAX_CHIPS][256];
static u8 at[MAX_CHIPS];

static int chip_at(u16 address)
{
	int chip;

	for (chip = 0; chip < chips; chip++)
		if (chip_address[chip] == address)
			return chip;
	return -ENXIO;
}

static int transfer(struct i2c_adapter *adapter, struct i2c_msg *messages, int count)
{
	int i, j;

	for (i = 0; i < count; i++) {
		struct i2c_msg *message = &messages[i];
		int chip = chip_at(message->addr);

		if (chip < 0)
			return chip;
		for (j = 0; j < message->len; j++) {
			if (message->flags & I2C_M_RD)
				message->buf[j] = registers[chip][at[chip]++];
			else if (j == 0)
				at[chip] = message->buf[0];
			else
				registers[chip][at[chip]++] = message->buf[j];
		}
	}
	return count;
}

static u32 functionality(struct i2c_adapter *adapter)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static const struct i2c_algorithm algorithm = {
	.master_xfer = transfer,
	.functionality = functionality,
};

static struct i2c_adapter adapter = {
	.owner = THIS_MODULE,
	.algo = &algorithm,
	.name = "registers",
};

static int __init begin(void)
{
	adapter.nr = bus;
	return i2c_add_numbered_adapter(&adapter);
}

static void __exit end(void)
{
	i2c_del_adapter(&adapter);
}

module_init(begin);
module_exit(end);
MODULE_DESCRIPTION("I2C chips made of registers, for tests");
MODULE_LICENSE("GPL");
