module.exports = require("../rule.js")(14);
