module.exports = require("../rule.js")(15);
