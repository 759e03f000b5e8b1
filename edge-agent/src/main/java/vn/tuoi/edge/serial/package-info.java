/** Serial ports by jSerialComm, and Modbus RTU on them with digitalpetri's codec. */
@NullMarked
package vn.tuoi.edge.serial;

import org.jspecify.annotations.NullMarked;
